import { Autocomplete, NumberInput, Select, SimpleGrid, TagsInput, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useServiceMutation } from '../api/use-service-mutation';
import { type Page, useServiceQuery } from '../api/use-service-query';
import { FormDialog } from '../shell/form-dialog';
import { keyOf } from './key-of';
import type { Aggregate, Measure } from './kpi-types';

const aggregates: { value: Aggregate['aggregate']; label: string }[] = [
  { value: 'count', label: 'How many' },
  { value: 'sum', label: 'Sum' },
  { value: 'avg', label: 'Average' },
  { value: 'rate', label: 'How many an hour' },
  { value: 'min', label: 'Smallest' },
  { value: 'max', label: 'Largest' },
];

/** Proposes a KPI of one measure, or of two as a ratio; it counts when both sides have signed. */
export function ProposeForm({ onClose }: { onClose: () => void }) {
  const measures = useServiceQuery<Page<Measure>>('/api/kpi/v1/measures', { query: { limit: 200 } });
  const [name, setName] = useState('');
  const [description, setDescription] = useState('');
  const [measure, setMeasure] = useState('');
  const [aggregate, setAggregate] = useState<Aggregate['aggregate']>('count');
  const [over, setOver] = useState('');
  const [unit, setUnit] = useState('');
  const [direction, setDirection] = useState<string>('higher');
  const [warn, setWarn] = useState<string | number>(5);
  const [fail, setFail] = useState<string | number>(15);
  const [sample, setSample] = useState<string | number>(200);
  const [dimensions, setDimensions] = useState<string[]>([]);
  const known = measures.data?.items.map((one) => one.measure) ?? [];
  const numerator = { kind: 'aggregate', measure: measure.trim(), aggregate } as const;
  const propose = useServiceMutation({
    request: () => ({
      method: 'POST',
      path: '/api/kpi/v1/kpis',
      body: {
        key: keyOf(name),
        name: name.trim(),
        ...(description.trim() ? { description: description.trim() } : {}),
        formula: over.trim()
          ? { kind: 'ratio', numerator, denominator: { kind: 'aggregate', measure: over.trim(), aggregate: 'count' }, scale: 100 }
          : numerator,
        unit: unit.trim(),
        dimensions,
        direction,
        guardrails: { warnPercent: Number(warn), failPercent: Number(fail) },
        minimumSample: Number(sample),
      },
    }),
    success: 'Proposed. Both sides have to sign it.',
    changes: ['kpi', 'checklist'],
    quiet: true,
    onSuccess: onClose,
  });
  return (
    <FormDialog
      opened
      onClose={onClose}
      title="Propose a KPI"
      submit="Propose"
      disabled={!name.trim() || !measure.trim() || !unit.trim() || !(Number(warn) > 0) || Number(fail) < Number(warn)}
      pending={propose.isPending}
      error={propose.error}
      onSubmit={() => propose.mutate()}
    >
      <TextInput
        label="Name"
        placeholder="Orders closed"
        required
        maxLength={120}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        data-autofocus
        description={name ? `Key: ${keyOf(name)}` : undefined}
      />
      <Textarea
        label="What it tells"
        autosize
        minRows={2}
        value={description}
        onChange={(event) => setDescription(event.currentTarget.value)}
      />
      <SimpleGrid cols={{ base: 1, xs: 2 }}>
        <Select
          label="Aggregate"
          data={aggregates}
          value={aggregate}
          onChange={(value) => setAggregate((value ?? 'count') as Aggregate['aggregate'])}
          allowDeselect={false}
        />
        <Autocomplete label="Measure" required data={known} value={measure} onChange={setMeasure} />
        <Autocomplete label="As % of the count of" description="Left out: the number itself" data={known} value={over} onChange={setOver} />
        <TextInput
          label="Unit"
          description="As it is said"
          required
          value={unit}
          onChange={(event) => setUnit(event.currentTarget.value)}
        />
      </SimpleGrid>
      <TagsInput
        label="Dimensions"
        description="By which it can be cut; Enter after each"
        value={dimensions}
        onChange={setDimensions}
        data={measures.data?.items.find((one) => one.measure === measure)?.dimensions ?? []}
      />
      <SimpleGrid cols={{ base: 1, xs: 2 }}>
        <Select
          label="Better is"
          data={[
            { value: 'higher', label: 'Higher' },
            { value: 'lower', label: 'Lower' },
          ]}
          value={direction}
          onChange={(value) => setDirection(value ?? 'higher')}
          allowDeselect={false}
        />
        <NumberInput label="Smallest sample" min={1} value={sample} onChange={setSample} />
        <NumberInput label="Warns when worse by, %" min={0.1} value={warn} onChange={setWarn} />
        <NumberInput label="Fails when worse by, %" min={0.1} value={fail} onChange={setFail} />
      </SimpleGrid>
    </FormDialog>
  );
}
