import { mapPriority, mapStatus, statusChange } from './map-words';
import { byPointer, textAt } from './read-json';
import type { MappedField, Normalised, Normaliser } from './ticket-change';

const commonPointers: Readonly<Record<MappedField, readonly string[]>> = {
  reference: ['/reference', '/id', '/key', '/number', '/ticket/reference', '/ticket/id'],
  title: ['/title', '/subject', '/summary', '/ticket/title', '/ticket/subject'],
  description: ['/description', '/body', '/ticket/description'],
  priority: ['/priority', '/severity', '/ticket/priority'],
  status: ['/status', '/state', '/ticket/status'],
  feature: ['/feature', '/component', '/service'],
  reporter: ['/reporter', '/requester', '/from'],
  messageId: ['/message/id', '/comment/id'],
  messageText: ['/message/text', '/comment/body', '/comment/text'],
  messageAuthor: ['/message/author', '/comment/author'],
  messagePrivate: ['/message/private', '/comment/private'],
};

/** A sender without a preset of its own: fields by JSON pointer, the desk's own first, else where they commonly are. */
export const generic: Normaliser = ({ body, mapping }): Normalised => {
  const value = (field: MappedField): unknown => {
    const own = mapping.fields?.[field];
    const pointers = own === undefined ? commonPointers[field] : [own];
    return pointers.map((pointer) => byPointer(body, pointer)).find((found) => found !== undefined && found !== null);
  };
  const text = (field: MappedField): string | null => textAt({ value: value(field) }, 'value');
  const reference = text('reference');
  if (reference === null) return { unparseable: `no reference at ${mapping.fields?.reference ?? commonPointers.reference.join(', ')}` };
  const feature = text('feature');
  const common = {
    reference,
    title: text('title'),
    description: text('description'),
    priority: mapPriority(mapping, text('priority')),
    labels: feature === null ? [] : [feature],
    reporter: text('reporter'),
  };
  const messageText = text('messageText');
  const isPrivate = [true, 'true', 'private', 'internal'].includes(value('messagePrivate') as string | boolean);
  const message =
    messageText === null
      ? null
      : {
          id: text('messageId'),
          text: messageText,
          author: text('messageAuthor'),
          visibility: isPrivate ? ('private' as const) : ('public' as const),
        };
  const status = mapStatus(mapping, text('status'));
  if (message !== null && status === null) return { changes: [{ ...common, kind: 'commented', message }] };
  const change =
    status === null || status === 'open' ? { kind: 'opened' as const, progress: status, isState: status !== null } : statusChange(status);
  return { changes: [{ ...common, ...change }, ...(message === null ? [] : [{ ...common, kind: 'commented' as const, message }])] };
};
