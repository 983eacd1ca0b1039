import { Select, SimpleGrid, Textarea, TextInput } from '@mantine/core';
import { InstantInput } from '../time/instant-input';
import type { Outcome } from './release-types';

export interface ProofDraft {
  kind: string;
  subject: string;
  outcome: Outcome;
  statement: string;
  link: string;
  measuredAt: string | null;
}

export const emptyProof = (kind: string): ProofDraft => ({ kind, subject: '', outcome: 'pass', statement: '', link: '', measuredAt: null });

/** Whether it shows anything, as the service demands. */
export const showsSomething = (draft: ProofDraft): boolean => Boolean(draft.kind.trim() && (draft.statement.trim() || draft.link.trim()));

export const proofOf = (draft: ProofDraft) => ({
  kind: draft.kind.trim(),
  outcome: draft.outcome,
  ...(draft.subject.trim() ? { subject: draft.subject.trim() } : {}),
  ...(draft.statement.trim() ? { statement: draft.statement.trim() } : {}),
  ...(draft.link.trim() ? { link: draft.link.trim() } : {}),
  ...(draft.measuredAt ? { measuredAt: draft.measuredAt } : {}),
});

export function ProofFields({ draft, onChange }: { draft: ProofDraft; onChange: (draft: ProofDraft) => void }) {
  const set = (part: Partial<ProofDraft>) => onChange({ ...draft, ...part });
  return (
    <>
      <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
        <TextInput
          label="Kind of proof"
          description="For example restore-drill"
          value={draft.kind}
          maxLength={80}
          onChange={(event) => set({ kind: event.currentTarget.value })}
          required
        />
        <Select
          label="Outcome"
          description="What it shows"
          data={[
            { value: 'pass', label: 'Pass' },
            { value: 'warn', label: 'Warning' },
            { value: 'fail', label: 'Fail' },
            { value: 'unknown', label: 'Unknown' },
          ]}
          value={draft.outcome}
          onChange={(value) => set({ outcome: (value ?? 'pass') as Outcome })}
          allowDeselect={false}
        />
      </SimpleGrid>
      <Textarea
        label="Statement"
        description="You sign it with your name. A statement or a link is needed."
        autosize
        minRows={2}
        maxLength={4000}
        value={draft.statement}
        onChange={(event) => set({ statement: event.currentTarget.value })}
      />
      <TextInput
        label="Link"
        type="url"
        placeholder="https://"
        value={draft.link}
        maxLength={2000}
        onChange={(event) => set({ link: event.currentTarget.value })}
      />
      <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
        <TextInput
          label="About"
          description="Left out: the release"
          placeholder="environment:prod"
          value={draft.subject}
          maxLength={200}
          onChange={(event) => set({ subject: event.currentTarget.value })}
        />
        <InstantInput
          label="Measured at"
          description="Left out: now."
          value={draft.measuredAt}
          onChange={(measuredAt) => set({ measuredAt })}
        />
      </SimpleGrid>
    </>
  );
}
