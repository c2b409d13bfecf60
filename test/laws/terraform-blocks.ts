import type { TerraformBlock, TerraformBlockBody } from '../../src/core/resource.ts';

type Raw = Record<string, unknown>;

/** hcl2json leaves escapes as they stand; this is the inverse of `hclString`'s template escapes. */
function plain(value: unknown): unknown {
  if (typeof value === 'string') return value.replaceAll('$${', '${').replaceAll('%%{', '%{');
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item)]));
  }
  return value;
}

function bodyOf(raw: Raw): TerraformBlockBody {
  const attributes: Raw = {};
  const blocks: Record<string, TerraformBlockBody[]> = {};
  for (const [key, value] of Object.entries(raw)) {
    attributes[key] = plain(value);
    // hcl2json gives a nested block and a list of objects the same form; the dialect knows which it is.
    if (
      Array.isArray(value) &&
      value.length > 0 &&
      value.every((item) => typeof item === 'object' && item !== null && !Array.isArray(item))
    ) {
      blocks[key] = (value as Raw[]).map(bodyOf);
    }
  }
  return { attributes, blocks };
}

/** The resource blocks of hcl2json's output. */
export function readTerraform(json: unknown): readonly TerraformBlock[] {
  const resource = ((json as Raw).resource ?? {}) as Record<string, Record<string, Raw[]>>;
  return Object.entries(resource).flatMap(([type, named]) =>
    Object.entries(named).flatMap(([name, bodies]) => bodies.map((body) => ({ type, name, ...bodyOf(body) }))),
  );
}
