/** Which of our routes answers a recorded request, and what a path and a body hold. */
import type { EmulatorRoute } from '../../src/core/behaviour.ts';
import type { AnyResource } from '../../src/core/resource.ts';
import { resources } from '../../src/resources/index.generated.ts';

/** A route with the kind whose folder declares it. */
export interface Owned {
  readonly resource: AnyResource;
  readonly route: EmulatorRoute;
}

/** Every route by its operationId. */
export const owners = new Map<string, Owned>();
for (const resource of resources) {
  for (const route of resource.emulator.routes) owners.set(route.operation.id, { resource, route });
}
const gets = [...owners.values()].filter(({ route }) => route.operation.method === 'GET');
/** Every kind by its name. */
export const byKind = new Map(resources.map((resource) => [resource.kind, resource]));

/** The operation whose template a path fits, literal places first. */
export function operationFor(path: string): Owned | undefined {
  const parts = path.split('/');
  const literals = (owned: Owned) =>
    owned.route.operation.path.split('/').filter((part) => !part.startsWith('{')).length;
  return gets
    .filter(({ route }) => {
      const segments = route.operation.path.split('/');
      return (
        segments.length === parts.length &&
        segments.every((segment, index) => /^\{\w+\}$/.test(segment) || segment === parts[index])
      );
    })
    .sort((a, b) => literals(b) - literals(a))[0];
}

/** The parameters of a path, decoded. */
export function paramsOf(template: string, path: string): Readonly<Record<string, string>> {
  const parts = path.split('/');
  return Object.fromEntries(
    template
      .split('/')
      .flatMap((segment, index) =>
        /^\{\w+\}$/.test(segment) ? [[segment.slice(1, -1), decodeURIComponent(parts[index] ?? '')]] : [],
      ),
  );
}

/** The items of a page or of a list, or the one document. */
export function itemsOf(body: unknown): readonly Readonly<Record<string, unknown>>[] {
  if (Array.isArray(body)) return body as Record<string, unknown>[];
  const { results } = (body ?? {}) as { results?: unknown };
  if (Array.isArray(results)) return results as Record<string, unknown>[];
  return body === undefined ? [] : [body as Record<string, unknown>];
}
