import { Anchor, CopyButton, UnstyledButton } from '@mantine/core';
import { Badge } from '../shell/badge';
import { Icon } from '../shell/icon';
import { Instant } from '../time/instant';
import classes from './evidence-list.module.css';
import type { Evidence } from './release-types';
import { outcomeWords } from './words';

const isWebLink = (link: string) => /^https?:\/\//i.test(link);

function Hash({ hash }: { hash: string }) {
  return (
    <CopyButton value={hash}>
      {({ copied, copy }) => (
        <UnstyledButton
          className={classes.hash}
          onClick={copy}
          title={hash}
          aria-label={copied ? `Copied ${hash.slice(0, 16)}` : `Copy the SHA-256 ${hash.slice(0, 16)}`}
        >
          <Icon name={copied ? 'check' : 'copy'} size={13} /> {hash.slice(0, 16)}
        </UnstyledButton>
      )}
    </CopyButton>
  );
}

function Source({ evidence }: { evidence: Evidence }) {
  if (evidence.byProduct) return <>Seen by Slipway itself</>;
  const names = [
    evidence.producer?.name,
    evidence.recordedBy && evidence.recordedBy.personId !== evidence.producer?.personId ? `recorded by ${evidence.recordedBy.name}` : null,
  ].filter(Boolean);
  return (
    <>
      {names.join(', ') || 'Unknown producer'}
      {evidence.source !== 'person' ? ` · ${evidence.source}` : ''}
    </>
  );
}

/** Facts that cannot be changed: each with its time, source and hash. */
export function EvidenceList({ evidence, total }: { evidence: Evidence[]; total?: number }) {
  if (!evidence.length) return <p className={classes.none}>Nothing yet.</p>;
  return (
    <>
      <ul className={classes.list}>
        {evidence.map((one) => {
          const words = outcomeWords[one.outcome];
          return (
            <li key={one.evidenceId} className={classes.evidence}>
              <div className={classes.head}>
                <Badge tone={words.tone} icon={words.icon}>
                  {words.label}
                </Badge>
                <strong>{one.kind.replaceAll('-', ' ')}</strong>
                {one.subject !== 'release' ? <span className={classes.soft}>{one.subject}</span> : null}
              </div>
              {one.statement ? <p className={classes.statement}>{one.statement}</p> : null}
              {one.link && isWebLink(one.link) ? (
                <Anchor href={one.link} target="_blank" rel="noreferrer noopener" size="sm" className={classes.link}>
                  {one.link}
                </Anchor>
              ) : null}
              {one.body ? (
                <details className={classes.details}>
                  <summary>What was measured</summary>
                  <pre>{JSON.stringify(one.body, null, 2)}</pre>
                </details>
              ) : null}
              <div className={classes.facts}>
                <span>
                  <Source evidence={one} />
                </span>
                <span>
                  measured <Instant at={one.measuredAt} />
                  {one.validUntil ? (
                    <>
                      , good until <Instant at={one.validUntil} />
                    </>
                  ) : null}
                </span>
                <Hash hash={one.hash} />
              </div>
            </li>
          );
        })}
      </ul>
      {total && total > evidence.length ? (
        <p className={classes.none}>{total - evidence.length} older pieces are kept and superseded.</p>
      ) : null}
    </>
  );
}
