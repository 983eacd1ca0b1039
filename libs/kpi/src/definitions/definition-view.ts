import type { DateTime } from 'luxon';
import type { DefinitionAnswer } from './definition-answers';
import type { DefinitionInput } from './definition-input';
import type { Definition, Signature } from './definition.entity';
import { missingSides } from './may-sign';

export const isoOf = (at: DateTime): string => at.toUTC().toISO() as string;

/** What of a definition people propose, as columns. */
export function columnsOf(
  input: DefinitionInput,
): Pick<
  Definition,
  'name' | 'description' | 'formula' | 'unit' | 'dimensions' | 'direction' | 'warnPercent' | 'failPercent' | 'minimumSample'
> {
  const { name, description, formula, unit, dimensions, direction, guardrails, minimumSample } = input;
  const { warnPercent, failPercent } = guardrails;
  return { name, description: description ?? null, formula, unit, dimensions, direction, warnPercent, failPercent, minimumSample };
}

/** A definition as it is shown, with those signatures that belong to it. */
export function definitionView(definition: Definition, signatures: readonly Signature[]): DefinitionAnswer {
  const { warnPercent, failPercent, proposedAt, agreedAt, engagementId: _engagementId, ...rest } = definition;
  const own = signatures.filter(({ key, version }) => key === definition.key && version === definition.version);
  return {
    ...rest,
    guardrails: { warnPercent, failPercent },
    proposedAt: isoOf(proposedAt),
    agreedAt: agreedAt && isoOf(agreedAt),
    signatures: own.map(({ personId, name, side, signedAt }) => ({ personId, name, side, signedAt: isoOf(signedAt) })),
    missingSides: missingSides(own),
  };
}
