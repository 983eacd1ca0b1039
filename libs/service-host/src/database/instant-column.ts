import { DateTime } from 'luxon';
import { Column, type ValueTransformer } from 'typeorm';

const instant: ValueTransformer = {
  from: (value: Date | null | undefined) => (value ? DateTime.fromJSDate(value, { zone: 'utc' }) : value),
  to: (value: unknown) => (DateTime.isDateTime(value) ? value.toJSDate() : value),
};

/** A timestamptz that is a luxon DateTime in UTC, to the millisecond. */
export function InstantColumn(options: { nullable?: boolean } = {}): PropertyDecorator {
  return Column({ type: 'timestamptz', precision: 3, nullable: options.nullable ?? false, transformer: instant });
}
