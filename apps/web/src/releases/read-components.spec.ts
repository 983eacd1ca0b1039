import { readComponents } from './read-components';

describe('readComponents', () => {
  it('reads one component a line, with blank, at sign or colon before the version', () =>
    expect(readComponents('api 2.4.0\n\n mobile app@1.9 \nbatch: 7')).toEqual({
      components: [
        { name: 'api', version: '2.4.0' },
        { name: 'mobile app', version: '1.9' },
        { name: 'batch', version: '7' },
      ],
      fault: null,
    }));
  it('names the line at fault', () => {
    expect(readComponents('api 1\nmobile').fault).toContain('Line 2');
    expect(readComponents('api 1\napi 2').fault).toContain('second time');
    expect(readComponents(' \n').fault).toContain('at least one');
  });
});
