import type { OpenAPIObject } from '@nestjs/swagger';

type Operation = { responses?: Record<string, object>; parameters?: object[] };

/** Moves the answers and headers that nearly every operation has into components, so that the document stays readable. */
export function shareParts(document: OpenAPIObject): void {
  const responses = new SharedParts('responses');
  const parameters = new SharedParts('parameters');
  for (const item of Object.values(document.paths)) {
    for (const operation of Object.values(item as Record<string, Operation>)) {
      for (const [status, response] of Object.entries(operation.responses ?? {})) {
        if (operation.responses && isProblem(response)) operation.responses[status] = responses.refer(`Problem${status}`, response);
      }
      if (operation.parameters)
        operation.parameters = operation.parameters.map((parameter) =>
          isHeader(parameter) ? parameters.refer(parameter.name, parameter) : parameter,
        );
    }
  }
  document.components = { ...document.components, responses: responses.all(), parameters: parameters.all() } as OpenAPIObject['components'];
}

function isHeader(parameter: object): parameter is { name: string } {
  return 'in' in parameter && parameter.in === 'header' && 'name' in parameter;
}

function isProblem(response: object): boolean {
  return 'content' in response && 'application/problem+json' in (response.content as object);
}

class SharedParts {
  private readonly byText = new Map<string, string>();
  private readonly byName = new Map<string, object>();

  constructor(private readonly kind: string) {}

  refer(wanted: string, part: object): { $ref: string } {
    const text = JSON.stringify(part);
    let name = this.byText.get(text);
    if (name === undefined) {
      name = wanted;
      for (let number = 2; this.byName.has(name); number += 1) name = `${wanted}-${number}`;
      this.byText.set(text, name);
      this.byName.set(name, part);
    }
    return { $ref: `#/components/${this.kind}/${name}` };
  }

  all(): Record<string, object> {
    return Object.fromEntries(this.byName);
  }
}
