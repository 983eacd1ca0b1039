import { Table } from '@mantine/core';
import { formatRange } from '../time/format-instant';
import { describeDay } from './describe-day';
import type { Week } from './week-of';
import type { Calendar, RankedWindow } from './window-types';

/** The grid in words, for those who do not see it. */
export function WeekTable({ calendar, week, zone, windows }: { calendar: Calendar; week: Week; zone: string; windows: RankedWindow[] }) {
  return (
    <details>
      <summary>The week in words</summary>
      <Table.ScrollContainer minWidth={520}>
        <Table withRowBorders verticalSpacing={6} fz="sm">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Day</Table.Th>
              <Table.Th>Quietest hours</Table.Th>
              <Table.Th>Peak</Table.Th>
              <Table.Th>Closed, booked, ranked</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {week.days.map((day) => {
              const words = describeDay(calendar, day.date, zone);
              const notes = [
                ...words.freezes.map((freeze) => `freeze: ${freeze.reason}`),
                ...words.bookings.map(
                  (booking) => `${booking.status}: ${booking.releaseName}, ${formatRange(booking.startAt, booking.endAt, zone)}`,
                ),
                ...windows
                  .filter((window) => words.holds(window.startAt))
                  .map((window) => `#${window.rank}: ${formatRange(window.startAt, window.endAt, zone)}`),
              ];
              return (
                <Table.Tr key={day.date}>
                  <Table.Th scope="row">{day.label}</Table.Th>
                  <Table.Td>{words.quietest ?? 'unknown'}</Table.Td>
                  <Table.Td>{words.peak ?? 'unknown'}</Table.Td>
                  <Table.Td>{notes.join('; ') || '–'}</Table.Td>
                </Table.Tr>
              );
            })}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </details>
  );
}
