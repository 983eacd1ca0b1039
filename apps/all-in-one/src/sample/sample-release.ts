import { type SampleApi } from './sample-api';
import { sampleAuditors, sampleDoers } from './sample-people';
import { sampleProof } from './sample-proof';

/** The people of the sample, signed in. */
export type Crew = (key: string) => { api: SampleApi; personId: string };

interface Task {
  taskId: string;
  itemKey: string;
  side: 'client' | 'vendor';
  status: string;
  assignee: { personId: string } | null;
}

/** Creates a release as the vendor's release manager. */
export async function createSampleRelease(
  crew: Crew,
  release: { name: string; kind: string; version: string; features: string[] },
): Promise<string> {
  const created = await crew('ravi').api.post('/checklist/v1/releases', {
    name: release.name,
    kind: release.kind,
    components: [
      { name: 'field-service-api', version: release.version },
      { name: 'field-service-app', version: release.version },
    ],
    environment: 'prod',
    features: release.features,
  });
  return created.releaseId as string;
}

/** Does the tasks of an item on both sides with proof. */
export async function doTasks(crew: Crew, releaseId: string, itemKey: string): Promise<void> {
  const { items } = (await crew('ravi').api.get(`/checklist/v1/tasks?releaseId=${releaseId}&limit=200`)) as { items: Task[] };
  for (const task of items.filter((one) => one.itemKey === itemKey && one.status !== 'done')) {
    const doer = crew(sampleDoers[task.side]);
    if (task.assignee?.personId !== doer.personId) {
      const manager = crew(task.side === 'vendor' ? 'ravi' : 'anna');
      await manager.api.post(`/checklist/v1/tasks/${task.taskId}/assign`, { assigneeId: doer.personId });
    }
    const statement = sampleProof[itemKey];
    await doer.api.post(`/checklist/v1/tasks/${task.taskId}/complete`, { proof: [{ kind: 'manual', outcome: 'pass', statement }] });
  }
}

/** Lets the auditor of the item's department decide its open review. */
export async function reviewItem(
  crew: Crew,
  releaseId: string,
  itemKey: string,
  decision: 'approve' | 'rework' = 'approve',
  comment?: string,
): Promise<void> {
  const { items } = await crew('ravi').api.get(`/checklist/v1/reviews?mine=false&releaseId=${releaseId}&limit=200`);
  const review = items.find((one: { itemKey: string; decidedAt: string | null }) => one.itemKey === itemKey && one.decidedAt === null);
  const auditor = crew(sampleAuditors[review.department]);
  await auditor.api.post(`/checklist/v1/reviews/${review.reviewId}/claim`, {});
  await auditor.api.post(`/checklist/v1/reviews/${review.reviewId}/decision`, { decision, ...(comment === undefined ? {} : { comment }) });
}

/** Both release managers vote go on the present readiness, then the release goes live. */
export async function goLive(crew: Crew, releaseId: string): Promise<void> {
  const readiness = await crew('ravi').api.until(`/checklist/v1/releases/${releaseId}/readiness`, (state) => state.ready === true);
  const decision = await crew('ravi').api.post(`/checklist/v1/releases/${releaseId}/decisions`, { readinessHash: readiness.hash });
  await crew('ravi').api.post(`/checklist/v1/decisions/${decision.decisionId}/votes`, { vote: 'go' });
  await crew('anna').api.post(`/checklist/v1/decisions/${decision.decisionId}/votes`, { vote: 'go' });
  await crew('anna').api.post(`/checklist/v1/releases/${releaseId}/live`, {});
}
