import { Badge } from '../shell/badge';
import { Icon } from '../shell/icon';
import { Panel } from '../shell/panel';
import { PersonMark } from '../shell/person-mark';
import { Instant } from '../time/instant';
import { Words } from '../time/words';
import { mergeHistory } from './merge-history';
import classes from './ticket-history.module.css';
import type { Ticket, TicketMessage } from './ticket-types';

function Message({ message }: { message: TicketMessage }) {
  const hidden = message.visibility === 'private';
  return (
    <div className={classes.message} data-side={message.side} data-private={hidden || undefined}>
      <div className={classes.head}>
        <PersonMark name={message.author} side={message.side} size={24} />
        <strong>{message.author}</strong>
        <span className={classes.soft}>
          {message.side}
          {message.via === 'desk' ? ', through its desk' : ''}
        </span>
        {hidden ? (
          <Badge tone="wait" icon="lock">
            Private to the {message.side}
          </Badge>
        ) : null}
      </div>
      <p className={classes.text}>{message.text}</p>
      <div className={classes.soft}>
        <Instant at={message.at} />
      </div>
    </div>
  );
}

/** The client’s words on the left, the vendor’s on the right, and between them what happened. */
export function TicketHistory({ ticket }: { ticket: Ticket }) {
  const entries = mergeHistory(ticket);
  return (
    <Panel title="History">
      <div className={classes.sides} aria-hidden="true">
        <span data-side="client">Client</span>
        <span data-side="vendor">Vendor</span>
      </div>
      <ol className={classes.list}>
        {entries.map((entry) =>
          entry.kind === 'message' ? (
            <li key={entry.message.id} className={classes.entry} data-side={entry.side}>
              <Message message={entry.message} />
            </li>
          ) : (
            <li key={entry.event.id} className={classes.event} data-side={entry.side}>
              <span>
                <Icon
                  name={entry.event.kind.includes('escalat') ? 'arrow' : entry.event.kind.includes('miss') ? 'alert' : 'circle'}
                  size={14}
                />{' '}
                <Words text={entry.event.text} />
                {entry.event.actor && !entry.event.text.includes(entry.event.actor) ? ` (${entry.event.actor})` : ''}
              </span>
              <span className={classes.soft}>
                <Instant at={entry.event.at} />
              </span>
            </li>
          ),
        )}
      </ol>
    </Panel>
  );
}
