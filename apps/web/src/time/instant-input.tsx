import { TextInput } from '@mantine/core';
import { describeZone } from './format-instant';
import { instantOfLocal, localOfInstant } from './local-input';
import { useZone } from './zone-context';

/** A wall-clock input in the viewer's zone that yields an instant; null where it is empty. */
export function InstantInput({
  label,
  value,
  onChange,
  description,
  required,
}: {
  label: string;
  value: string | null;
  onChange: (instant: string | null) => void;
  description?: string;
  required?: boolean;
}) {
  const zone = useZone();
  return (
    <TextInput
      type="datetime-local"
      label={label}
      description={`${description ? `${description} ` : ''}In ${describeZone(zone, value ?? new Date().toISOString())}.`}
      required={required}
      withAsterisk={required ?? false}
      value={value ? localOfInstant(value, zone) : ''}
      onChange={(event) => onChange(instantOfLocal(event.currentTarget.value, zone))}
    />
  );
}
