import { proofKind } from './proof-kind';

it('takes the first machine-like word of the recipe', () => {
  expect(proofKind(['strategy document with RPO and RTO', 'backup-signal', 'restore-drill with measured duration'])).toBe('backup-signal');
  expect(proofKind(['handover act', 'manual'])).toBe('manual');
  expect(proofKind([])).toBe('manual');
});
