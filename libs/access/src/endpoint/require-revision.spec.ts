import { requireRevision } from './require-revision';

describe('requireRevision', () => {
  it.each(['"3"', '*', '"2", "3"', ' "3" '])('takes %s for revision 3', (ifMatch) => {
    expect(() => requireRevision(ifMatch, 3)).not.toThrow();
  });

  it.each(['"2"', '3', '', 'W/"3"', '"33"'])('refuses %s for revision 3', (ifMatch) => {
    expect(() => requireRevision(ifMatch, 3)).toThrow(expect.objectContaining({ status: 412, code: 'revision-changed' }));
  });
});
