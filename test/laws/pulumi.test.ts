/**
 * Law: what we write for Terraform exists in @pulumi/mongodbatlas too, which is made from a released provider: an attribute
 * that only the provider's next version has shows here. The package (Apache-2.0) brings 220 others, so that it is no
 * dependency; only its declarations are read:
 *
 *   mkdir -p node_modules/@pulumi/mongodbatlas && tar xzf \
 *     "/tmp/$(npm pack --silent --pack-destination /tmp @pulumi/mongodbatlas@4.16.0)" \
 *     --strip-components=1 -C node_modules/@pulumi/mongodbatlas && npx vitest run test/laws/pulumi.test.ts
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import ts from 'typescript';
import { expect, it } from 'vitest';
import { type HclBlock, isReference } from '../../src/core/hcl.ts';
import { isObject } from '../../src/core/json.ts';
import { resources } from '../../src/resources/index.generated.ts';
import { renderTerraform } from '../../src/workflows/render-terraform.ts';
import { describeUnless } from '../shared.ts';
import { valuesOf } from '../terraform/meant.ts';
import { renderedSteps } from '../terraform/rendered-plans.ts';

const PACKAGE = resolve('node_modules/@pulumi/mongodbatlas');

/** What an interface declares: its properties with their types. */
type Properties = ReadonlyMap<string, ts.PropertySignature>;

const absent = existsSync(join(PACKAGE, 'package.json'))
  ? []
  : ['@pulumi/mongodbatlas is not installed; the head of test/laws/pulumi.test.ts says how to have it.'];

describeUnless('what we write for Terraform, held to @pulumi/mongodbatlas', absent, () => {
  const inputs = interfacesOf('types/input.d.ts');
  const blocks = renderedSteps().written.flatMap(({ step }) =>
    renderTerraform([step], resources).blocks.filter(({ type }) => type === 'resource'),
  );
  const types = [...new Set(blocks.map(({ labels: [type = ''] }) => type))].sort();

  it.each(types)('%s', (type) => {
    const properties = argumentsOf(type);
    expect(properties, `${type} has no class`).toBeDefined();
    if (properties === undefined) return;
    const own = blocks.filter(({ labels }) => labels[0] === type);
    expect([...new Set(own.flatMap((block) => problemsOf(block, properties, inputs)))]).toEqual([]);
  });

  it('sees every resource type that we write', () => expect(types.length).toBeGreaterThanOrEqual(40));
});

function problemsOf(
  block: HclBlock,
  properties: Properties,
  inputs: ReadonlyMap<string, Properties>,
): readonly string[] {
  const { attributes } = block.body;
  const references = Object.keys(attributes).filter((name) => isReference(attributes[name] ?? null));
  return [
    ...valueProblems(valuesOf(block.body), properties, inputs, ''),
    ...references.filter((name) => propertyOf(name, properties) === undefined).map((name) => `${name} does not exist`),
  ];
}

function valueProblems(
  values: Readonly<Record<string, unknown>>,
  properties: Properties,
  inputs: ReadonlyMap<string, Properties>,
  at: string,
): readonly string[] {
  return Object.entries(values).flatMap(([name, value]) => {
    const property = propertyOf(name, properties);
    if (property?.type === undefined) return [`${at}${name} does not exist`];
    const type = valueType(property.type);
    const items: readonly unknown[] = Array.isArray(value) ? value : [value];
    return items.flatMap((item) => itemProblems(item, type, inputs, `${at}${name}`));
  });
}

function itemProblems(
  item: unknown,
  type: ts.TypeNode,
  inputs: ReadonlyMap<string, Properties>,
  at: string,
): readonly string[] {
  const text = type.getText();
  if (item === null || ts.isTypeLiteralNode(type)) return [];
  if (!isObject(item)) return text === typeof item ? [] : [`${at} is ${text}, not ${typeof item}`];
  const nested = inputs.get(text.replace(/^inputs\./, ''));
  return nested === undefined ? [`${at} is ${text}, no object`] : valueProblems(item, nested, inputs, `${at}.`);
}

/** The property of an attribute or block: its name in camel case, or the plural of it for a list. */
function propertyOf(name: string, properties: Properties): ts.PropertySignature | undefined {
  const single = name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
  const forms = [single, `${single}s`, `${single}es`, single.replace(/y$/, 'ies')];
  return forms.map((form) => properties.get(form)).find((property) => property !== undefined);
}

/** What is left of `pulumi.Input<pulumi.Input<T>[] | undefined>`: `T`. */
function valueType(type: ts.TypeNode): ts.TypeNode {
  if (ts.isArrayTypeNode(type)) return valueType(type.elementType);
  if (ts.isUnionTypeNode(type)) {
    const [first] = type.types.filter((one) => one.kind !== ts.SyntaxKind.UndefinedKeyword);
    return first === undefined ? type : valueType(first);
  }
  const [inner] = ts.isTypeReferenceNode(type) ? (type.typeArguments ?? []) : [];
  return inner === undefined ? type : valueType(inner);
}

/** What the class of a resource type is made with. Its name is the type's in camel case, with some letters in a case of their own. */
function argumentsOf(type: string): Properties | undefined {
  const name = type.replace(/^mongodbatlas_/, '').replaceAll('_', '');
  const file = readdirSync(PACKAGE).find((one) => one.toLowerCase() === `${name}.d.ts`);
  const declared = file === undefined ? [] : [...interfacesOf(file)];
  return declared.find(([one]) => one.toLowerCase() === `${name}args`)?.[1];
}

function interfacesOf(file: string): ReadonlyMap<string, Properties> {
  const source = ts.createSourceFile(file, readFileSync(join(PACKAGE, file), 'utf8'), ts.ScriptTarget.Latest, true);
  return new Map(
    source.statements
      .filter(ts.isInterfaceDeclaration)
      .map(({ name, members }) => [
        name.text,
        new Map(members.filter(ts.isPropertySignature).map((member) => [member.name.getText(), member])),
      ]),
  );
}
