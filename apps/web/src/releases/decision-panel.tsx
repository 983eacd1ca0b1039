import { Button, Group, Radio, Stack, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useServiceMutation } from '../api/use-service-mutation';
import { useMembership } from '../session/session-context';
import { Badge } from '../shell/badge';
import { countOf } from '../shell/count-of';
import { FormDialog } from '../shell/form-dialog';
import { Panel } from '../shell/panel';
import { SideBadge } from '../shell/side-badge';
import { Instant } from '../time/instant';
import classes from './decision-panel.module.css';
import type { Decision, Release, Side, Vote } from './release-types';
import { voteWords } from './words';

function Votes({ decision }: { decision: Decision }) {
  const managers = (side: Side) => decision.votes.filter((vote) => vote.by.side === side);
  return (
    <ul className={classes.sides}>
      {(['client', 'vendor'] as const).map((side) => (
        <li key={side} className={classes.side}>
          <SideBadge side={side} />
          {managers(side).map((vote) => (
            <div key={vote.by.personId} className={classes.vote}>
              <Badge tone={voteWords[vote.vote].tone} icon={voteWords[vote.vote].icon}>
                {voteWords[vote.vote].label}
              </Badge>
              <span className={classes.soft}>
                {vote.by.name}, {vote.role.replaceAll('-', ' ')}, <Instant at={vote.at} />
              </span>
              {vote.conditions ? <q className={classes.quote}>{vote.conditions}</q> : null}
              {vote.reason ? <q className={classes.quote}>{vote.reason}</q> : null}
            </div>
          ))}
          {decision.status === 'open' && decision.waitingFor.includes(side) ? (
            <Badge tone="wait" icon="clock">
              Release manager has not voted
            </Badge>
          ) : null}
        </li>
      ))}
    </ul>
  );
}

function VoteForm({ release, decision, onClose }: { release: Release; decision: Decision; onClose: () => void }) {
  const [vote, setVote] = useState<Vote>(decision.ready ? 'go' : 'no-go');
  const [words, setWords] = useState('');
  const cast = useServiceMutation({
    request: () => ({
      method: 'POST',
      path: `/api/checklist/v1/decisions/${decision.decisionId}/votes`,
      body: {
        vote,
        ...(vote === 'go-with-conditions' ? { conditions: words.trim() } : {}),
        ...(vote === 'no-go' ? { reason: words.trim() } : {}),
      },
    }),
    success: 'Your vote is recorded.',
    changes: ['checklist'],
    quiet: true,
    onSuccess: onClose,
  });
  const needsWords = vote !== 'go';
  return (
    <FormDialog
      opened
      onClose={onClose}
      title={`Your vote on ${release.name}`}
      submit="Cast the vote"
      danger={vote === 'no-go'}
      disabled={needsWords && !words.trim()}
      pending={cast.isPending}
      error={cast.error}
      onSubmit={() => cast.mutate()}
    >
      <Radio.Group label="Vote" value={vote} onChange={(value) => setVote(value as Vote)}>
        <Stack gap={8} mt={6}>
          <Radio value="go" label="Go" description="Ship it in the booked window." />
          <Radio value="go-with-conditions" label="Go with conditions" description="Ship it, and these conditions hold." />
          <Radio value="no-go" label="No-go" description="Do not ship it now. The worst vote wins." />
        </Stack>
      </Radio.Group>
      {needsWords ? (
        <Textarea
          label={vote === 'no-go' ? 'Reason' : 'Conditions'}
          required
          autosize
          minRows={3}
          value={words}
          maxLength={2000}
          onChange={(event) => setWords(event.currentTarget.value)}
        />
      ) : null}
    </FormDialog>
  );
}

const lead = (decision: Decision | null): string => {
  if (!decision) return 'Nobody has asked for a decision yet.';
  if (decision.status === 'superseded') return 'The readiness changed after this was asked: it has to be asked again.';
  return decision.status === 'open' ? 'Asked, waiting for votes.' : '';
};

/** Go or no-go of both sides on one readiness snapshot. */
export function DecisionPanel({ release }: { release: Release }) {
  const { can, me } = useMembership();
  const [voting, setVoting] = useState(false);
  const { decision } = release;
  const open = useServiceMutation({
    request: () => ({
      method: 'POST',
      path: `/api/checklist/v1/releases/${release.releaseId}/decisions`,
      body: { readinessHash: release.readiness.hash },
    }),
    success: 'Both sides were asked to decide.',
    changes: ['checklist'],
  });
  const running = release.status === 'preparing' || release.status === 'decided';
  const voted = decision?.votes.some((vote) => vote.by.personId === me.personId) ?? false;
  const mayVote = can('release:decide') && decision?.status === 'open' && !voted && running;
  const mayAsk = can('release:run') && running && decision?.status !== 'open';
  const outcome = decision?.outcome ? voteWords[decision.outcome] : null;
  return (
    <Panel title="Go or no-go">
      <Stack gap={10}>
        {decision ? (
          <div className={classes.snapshot}>
            {outcome ? (
              <Badge tone={outcome.tone} icon={outcome.icon}>
                Decided: {outcome.label}
              </Badge>
            ) : (
              <span>{lead(decision)}</span>
            )}
            <span className={classes.soft}>
              On readiness snapshot {decision.readinessRevision} ({decision.ready ? 'ready' : countOf(decision.blockers.length, 'blocker')}
              ), <code title={decision.readinessHash}>{decision.readinessHash.slice(0, 12)}</code>, asked by {decision.openedBy.name}{' '}
              <Instant at={decision.openedAt} />
            </span>
          </div>
        ) : (
          <span className={classes.soft}>{lead(null)}</span>
        )}
        {decision ? <Votes decision={decision} /> : null}
        {mayVote || mayAsk ? (
          <Group gap={8}>
            {mayVote ? <Button onClick={() => setVoting(true)}>Vote</Button> : null}
            {mayAsk ? (
              <Button variant={release.readiness.ready ? 'filled' : 'default'} loading={open.isPending} onClick={() => open.mutate()}>
                {decision ? 'Ask both sides again' : 'Ask both sides'}
              </Button>
            ) : null}
          </Group>
        ) : null}
        {!can('release:decide') && running ? (
          <span className={classes.soft}>Release managers and business owners of both sides vote.</span>
        ) : null}
      </Stack>
      {voting && decision ? <VoteForm release={release} decision={decision} onClose={() => setVoting(false)} /> : null}
    </Panel>
  );
}
