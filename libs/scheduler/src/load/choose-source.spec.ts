import { chooseSource } from './choose-source';

const series = (source: 'measured' | 'imported', count: number) => ({
  source,
  hours: Array.from({ length: count }, (_, hourMs) => ({ hourMs, value: 1 })),
});

describe('chooseSource', () => {
  it('never mixes units: imported history stands until two weeks are measured', () => {
    expect(chooseSource([]).source).toBe('none');
    expect(chooseSource([series('measured', 3)]).source).toBe('measured');
    expect(chooseSource([series('measured', 335), series('imported', 900)]).source).toBe('imported');
    expect(chooseSource([series('measured', 336), series('imported', 900)]).source).toBe('measured');
    expect(chooseSource([series('measured', 20), series('imported', 10)]).source).toBe('measured');
  });
});
