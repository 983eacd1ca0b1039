import { orderTasks } from './order-tasks';

const task = (id: string, status: 'open' | 'rework' | 'done', dueAt: string | null, completedAt: string | null = null) => ({
  id,
  status,
  dueAt,
  completedAt,
});
const now = Date.parse('2026-03-03T12:00:00Z');

describe('orderTasks', () => {
  it('parts what is late, sent back, open and done', () => {
    const groups = orderTasks(
      [
        task('later', 'open', '2026-03-05T00:00:00.000Z'),
        task('undated', 'open', null),
        task('late', 'open', '2026-03-01T00:00:00.000Z'),
        task('back', 'rework', '2026-03-01T00:00:00.000Z'),
        task('old', 'done', null, '2026-02-01T00:00:00.000Z'),
        task('soon', 'open', '2026-03-04T00:00:00.000Z'),
        task('fresh', 'done', null, '2026-03-01T00:00:00.000Z'),
      ],
      now,
    );
    expect(Object.fromEntries(Object.entries(groups).map(([name, list]) => [name, list.map((one: { id: string }) => one.id)]))).toEqual({
      overdue: ['late'],
      sentBack: ['back'],
      open: ['soon', 'later', 'undated'],
      done: ['fresh', 'old'],
    });
  });
});
