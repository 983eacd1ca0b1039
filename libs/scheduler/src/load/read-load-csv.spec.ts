import { readLoadCsv } from './read-load-csv';

const now = Date.UTC(2026, 11, 1);
const read = (text: string, zone = 'Europe/Berlin') => readLoadCsv(text, zone, now);

describe('readLoadCsv', () => {
  it('recognises comma, header, offsets and five-minute steps, and gives the mean of each hour', () => {
    const report = read(
      'timestamp,value\n2026-03-01T09:00:00Z,10\n2026-03-01T09:05:00Z,20\n2026-03-01T09:10:00Z,30\n2026-03-01T11:00:00Z,5\n',
    );
    expect(report).toMatchObject({
      delimiter: ',',
      timestampColumn: 'timestamp',
      valueColumn: 'value',
      resolutionMinutes: 5,
      accepted: 4,
      missingHours: 1,
      hasOffsets: true,
    });
    expect(report.hours).toEqual([
      { hourMs: Date.UTC(2026, 2, 1, 9), value: 20 },
      { hourMs: Date.UTC(2026, 2, 1, 11), value: 5 },
    ]);
  });

  it('reads semicolons, decimal commas, German dates and no header, in the zone of the import', () => {
    const report = read('01.03.2026 09:00;1,5\n01.03.2026 10:00;2,5\n');
    expect(report).toMatchObject({ delimiter: ';', timestampColumn: 'column 1', hasOffsets: false });
    expect(report.hours[0]).toEqual({ hourMs: Date.UTC(2026, 2, 1, 8), value: 1.5 });
  });

  it('refuses row by row what is not a load, with line and reason', () => {
    const report = read(
      [
        'time,load',
        'x,1',
        '2026-03-01T01:00:00Z,NaN',
        '2026-03-01T02:00:00Z,-3',
        '2026-03-01T03:00:00Z,',
        '2026-03-01T04:00:00Z,1e400',
        '2027-03-01T04:00:00Z,4',
        '2026-02-30T04:00:00Z,4',
        '2026-03-01T05:00:00Z,7',
      ]
        .join('\n')
        .replace('x,1', '2026-03-01T00:00:00Z,1'),
    );
    expect(report.refused).toBe(6);
    expect(report.refusedRows.map(({ row }) => row)).toEqual([3, 4, 5, 6, 7, 8]);
    expect(report.refusedRows.map(({ reason }) => reason)).toEqual([
      'the value is not a finite number',
      'the value is negative',
      'has no value',
      'the value is not a finite number',
      'lies in the future',
      'not a real date and time between 1980 and 2100',
    ]);
    expect(report.hours).toHaveLength(2);
  });

  it('counts repeats and lets the last one stand', () => {
    const report = read('2026-03-01T01:00:00Z,1\n2026-03-01T01:00:00Z,9\n');
    expect(report).toMatchObject({ duplicates: 1, hours: [{ value: 9 }] });
  });

  it('refuses local times that a DST gap swallowed and reads repeated ones in order', () => {
    const spring = read('2026-03-29 01:00,1\n2026-03-29 02:00,2\n2026-03-29 03:00,3\n');
    expect(spring).toMatchObject({ shiftedByDst: 1, refused: 1, missingHours: 0 });
    const autumn = read('2026-10-25 01:00,1\n2026-10-25 02:00,2\n2026-10-25 02:00,3\n2026-10-25 03:00,4\n');
    expect(autumn.duplicates).toBe(0);
    expect(autumn.hours.map(({ value }) => value)).toEqual([1, 2, 3, 4]);
    expect(autumn.missingHours).toBe(0);
  });

  it('leaves out rows that the publisher marked as anomalies', () => {
    expect(read('"TimeStamp","Value","Label"\n"2018-04-25T00:00:00Z","6034.7","0"\n"2018-04-25T01:00:00Z","1","1"\n').hours).toHaveLength(
      1,
    );
  });

  it('says what is wrong with a whole file', () => {
    expect(() => read('')).toThrow('no rows');
    expect(() => read('a,b\nc,d\n')).toThrow('timestamp');
    expect(() => read('2026-03-01T09:00:00Z\n')).toThrow('no column besides');
    expect(() => read('"2026-03-01T09:00:00Z,1\n2026')).toThrow('not readable as CSV');
  });
});
