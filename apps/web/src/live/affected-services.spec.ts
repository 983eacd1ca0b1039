import { affectedServices } from './affected-services';

it('names the service of the event and those that follow it', () => {
  expect(affectedServices('scheduler.windowBooked.v1')).toEqual(['scheduler', 'checklist']);
  expect(affectedServices('tickets.ticketAnswered.v2')).toEqual(['tickets']);
});
it('ignores what it does not know', () => {
  expect(affectedServices('ping')).toEqual([]);
  expect(affectedServices('billing.invoicePaid.v1')).toEqual([]);
});
