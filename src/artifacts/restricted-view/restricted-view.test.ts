import fc from 'fast-check';
import { Aggregator } from 'mingo';
import { expect, test } from 'vitest';
import { exampleSnapshot } from '../../../tools/example-snapshot.ts';
import { isFailure } from '../../core/failure.ts';
import type { Json, JsonObject } from '../../core/json.ts';
import { ASSUMED_PROFILE } from '../../core/profile.ts';
import { indexSnapshot } from '../../core/snapshot.ts';
import type { ArtifactInput, ArtifactValues } from '../artifact.ts';
import { seenBy } from './evaluate.ts';
import restrictedView from './index.ts';
import { type DocumentRule, type FieldRule, pipelineOf } from './pipeline.ts';

const ROLES = ['admin.auditor', 'admin.support', 'hr.payroll'];
const someRoles = fc.subarray(ROLES);
const value = fc.oneof(
  fc.constantFrom<Json>('EU', 'US', 1, 0, true, false, null),
  fc.array(fc.constantFrom<Json>('EU', 'US', 1), { maxLength: 3 }),
);
const document = fc
  .record({
    _id: fc.integer(),
    region: fc.option(value, { nil: undefined }),
    ssn: fc.option(value, { nil: undefined }),
    address: fc.option(fc.record({ street: value, city: value }, { requiredKeys: ['city'] }), { nil: undefined }),
  })
  .map((one) => JSON.parse(JSON.stringify(one)) as JsonObject);
const fieldRules = fc
  .subarray(['ssn', 'address.street', 'region'])
  .chain((paths) =>
    fc.tuple(...paths.map((path) => fc.subarray(ROLES, { minLength: 1 }).map((roles): FieldRule => ({ path, roles })))),
  );
const documentRules = fc.array(
  fc.record({
    path: fc.constantFrom('region', 'ssn', 'address.city'),
    value: fc.constantFrom<Json>('EU', 1, true, '$ssn'),
    roles: fc.subarray(ROLES, { minLength: 1 }),
  }) as fc.Arbitrary<DocumentRule>,
  { maxLength: 2 },
);

/** mingo is an aggregation engine that is not ours; the caller's roles are handed to it as the variable that the server sets. */
function seenByMingo(pipeline: readonly JsonObject[], documents: readonly JsonObject[], roles: readonly string[]) {
  const variables = { USER_ROLES: roles.map((id) => ({ _id: id })) };
  // Stage by stage: where $redact prunes a whole document mingo leaves a hole, and the server leaves nothing.
  let current = structuredClone([...documents]);
  for (const stage of pipeline) {
    const seen = new Aggregator([structuredClone(stage)], { variables }).run(current) as JsonObject[];
    current = seen.filter((one) => one !== undefined);
  }
  return current;
}

test('what a caller sees is what another engine says', () => {
  fc.assert(
    fc.property(
      fieldRules,
      documentRules,
      fc.array(document, { maxLength: 4 }),
      someRoles,
      (fields, rules, documents, roles) => {
        const pipeline = pipelineOf(fields, rules);
        expect(seenBy(pipeline, documents, roles)).toEqual(seenByMingo(pipeline, documents, roles));
      },
    ),
    { numRuns: 500 },
  );
});

test('a field is seen by its roles alone, and a document by those of every rule that it falls under', () => {
  fc.assert(
    fc.property(fieldRules, documentRules, document, someRoles, (fields, rules, one, roles) => {
      const may = (own: readonly string[]) => own.some((role) => roles.includes(role));
      const at = (path: string, from: unknown) =>
        path.split('.').reduce<unknown>((inner, part) => (inner as JsonObject | undefined)?.[part], from);
      const covered = rules.filter(({ path, value: wanted }) => {
        const found = at(path, one);
        return Array.isArray(found) ? found.includes(wanted) : found === wanted;
      });
      const [seen] = seenBy(pipelineOf(fields, rules), [one], roles);
      expect(seen !== undefined).toBe(covered.every((rule) => may(rule.roles)));
      if (seen === undefined) return;
      for (const { path, roles: own } of fields) expect(at(path, seen)).toEqual(may(own) ? at(path, one) : undefined);
    }),
    { numRuns: 500 },
  );
});

function make(values: ArtifactValues<typeof restrictedView.options>) {
  const index = indexSnapshot(exampleSnapshot({}, 'project'));
  return restrictedView.make({ values, profile: ASSUMED_PROFILE, index } as ArtifactInput<
    typeof restrictedView.options
  >);
}

test('a rule that a view could not keep is refused', async () => {
  const samples = { name: 's.json', text: '[{"orders":[{"total":1}]}]' };
  const values = {
    database: 'shop',
    collection: 'c',
    'field-for': ['orders.total:auditor', '_id:auditor', 'a:auditor', 'a.b:auditor', 'x', 'a:dpo'],
    samples,
  };
  const error = await Promise.resolve()
    .then(() => make(values))
    .catch((thrown: unknown) => thrown);
  if (!isFailure(error)) throw error;
  expect(error.problems.map(({ what }) => what)).toEqual([
    'Could not read --field-for "x".',
    'Could not write a rule for orders.total.',
    'Could not hide _id.',
    'Two rules are about a.',
    'The rule for a.b lies inside the rule for a.',
  ]);
});

test('the role reads the view and not the collection', async () => {
  const { files } = await make({ database: 'shop', collection: 'customers', 'field-for': ['ssn:auditor'] });
  expect(JSON.parse(files.find(({ name }) => name === 'role.json')?.text ?? '')).toEqual({
    roleName: 'customers_restricted_reader',
    actions: [{ action: 'FIND', resources: [{ db: 'shop', collection: 'customers_restricted' }] }],
    inheritedRoles: [],
  });
});
