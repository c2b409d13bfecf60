import type { z } from 'zod';
import type { Address } from './address.ts';
import type { EmulatorBehaviour } from './behaviour.ts';
import type { ApiCall, Operation } from './call.ts';
import type { Change, CreateChange, DeleteChange, SecretSource, UpdateChange } from './change.ts';
import type { HclBody } from './hcl.ts';

/** Every kind with its model. Empty here; the generated registry adds one named type per kind. */
// biome-ignore lint/suspicious/noEmptyInterface: filled by src/resources/index.generated.ts through declaration merging
export interface ResourceKinds {}

/** The name of a kind: its folder's name. */
export type Kind = keyof ResourceKinds & string;

/** The model of a kind. */
export type ModelOf<K extends Kind> = ResourceKinds[K];

/** One way to read a kind: the calls for one parent, and what their answers mean. */
export interface ResourceRead<M, P = unknown> {
  /** The kind of the resource that it is read from; null: from the organization id alone. */
  readonly from: string | null;
  readonly operations: readonly Operation[];
  /** The calls for one parent. An empty list: this parent cannot have the kind, which is not unknown. */
  calls(parent: P, orgId: string): readonly ApiCall[];
  /**
   * One item of the answer as models. `item` is an entry of a page or an array, or the whole object.
   * It throws a zod error where Atlas answers in a shape that the contract does not have.
   */
  parse(item: unknown, parent: P, call: ApiCall): readonly M[];
  /**
   * Answers that mean "there is none" and not "could not read": for example 404 for a policy that was never set,
   * or 400 for a cluster tier that has none. Each cites where that was seen.
   */
  absent?(status: number, errorCode: string | undefined): boolean;
}

/** The writes of a kind. A kind without them is read only for now. */
export interface ResourceWrite<M> {
  readonly operations: readonly Operation[];
  create?(change: CreateChange<M>): readonly ApiCall[];
  /** Sends the difference only: Atlas refuses unknown and read-only fields, so a GET body is never sent back. */
  update?(change: UpdateChange<M>): readonly ApiCall[];
  delete?(change: DeleteChange<M>): readonly ApiCall[];
  /** Reads one resource back. `parse` answers undefined where it is not in the answer. */
  find(model: M): { readonly call: ApiCall; parse(body: unknown): M | undefined };
  /**
   * What shows that Atlas has finished: the call to repeat, and what its body says. Absent: done when answered.
   * `cluster-wide` work (auditing, user security) is settled when the project's clusters are.
   */
  settle?(change: Change<M>): readonly { readonly call: ApiCall; state(status: number, body: unknown): SettleState }[];
  /** For kinds whose id Atlas gives: is this the one that a lost create made? Absent: the address is the natural key. */
  isSame?(wanted: M, found: M): boolean;
  /**
   * With `isSame`: as much of the parent as `read` needs to list all that stands beside this one. Absent: it lives in an
   * organization or a project, of which the id is enough.
   */
  parentOf?(model: M): unknown;
  /**
   * Fields of a create's answer that hold a new secret (`secrets.secret`: in each item): they go to the sink asked for and
   * nowhere else. An answer that is text is the secret itself, under the first of these names.
   */
  readonly yieldsSecrets?: readonly string[];
  /** For kinds that yield secrets and whose id Atlas gives: what a create's answer is about, so that the secret is kept under that id. */
  answered?(body: unknown, planned: M): M;
  /** Fields of a write that take a secret, with the environment variable asked for by default. */
  secretInputs?(change: Change<M>): Readonly<Record<string, SecretSource>>;
}

/** How far Atlas is with a change. */
export type SettleState = 'settled' | 'pending' | { readonly failed: string };

/** A Terraform resource block, parsed back: attributes as plain values, nested blocks as lists. */
export interface TerraformBlock {
  readonly type: string;
  readonly name: string;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly blocks: Readonly<Record<string, readonly TerraformBlockBody[]>>;
}

/** A nested Terraform block, parsed back. */
export interface TerraformBlockBody {
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly blocks: Readonly<Record<string, readonly TerraformBlockBody[]>>;
}

/** A further Terraform resource that says a part of a model: a membership, an assignment. */
export interface TerraformPart {
  readonly type: string;
  /** Distinct for each part; the same part has the same name before and after a change. */
  readonly name: string;
  readonly body: HclBody;
}

/**
 * The Terraform dialect of a kind (provider mongodb/mongodbatlas ~> 2.16). As with every dialect, a kind that can be written
 * and has none says why, in one sentence (`none`).
 */
export interface TerraformDialect<M> {
  /** The resource type, for example `mongodbatlas_project_ip_access_list`. */
  readonly type: string;
  /**
   * `whole`: a resource of its own, which can be imported and managed.
   * `difference`: a resource of its own; of an existing one only what changes is shown, for the user's own block.
   * `part`: a part of another kind's block: even a new one is put into the user's own block.
   */
  readonly mode: 'whole' | 'difference' | 'part';
  /** A short name for the block, from the model; distinct in its project. A plan makes it distinct over projects. */
  name(model: M): string;
  /**
   * Every attribute that we know; only in `whole` mode are those shown that did not change. `blockName` is the name that the
   * block has in a plan, for references to itself and for variables; absent: `name`.
   */
  toHcl(model: M, blockName?: string): HclBody;
  /** Resources of their own for what the block has no attribute for. `isNew`: Atlas has given no id yet. */
  parts?(model: M, block: { readonly isNew: boolean; readonly blockName: string }): readonly TerraformPart[];
  /** The inverse of `toHcl`, for laws and for reading a user's configuration. `base` fills what Terraform does not hold. */
  fromHcl(block: TerraformBlock, base?: M): M;
  /** The id that `import` takes; undefined where the provider cannot import it. */
  importId(model: M): string | undefined;
  /** What Terraform cannot say about this model, in one sentence; such a change is left to another dialect. */
  cannot?(change: Change<M>): string | undefined;
  /** What the block itself cannot say, in one sentence. That a new secret stands in the state is said of every kind that yields one. */
  caution?(change: Change<M>): string | undefined;
  /** Attributes (of `toHcl`) that the provider takes at creation only: left out of what is imported, where they would be an error. */
  readonly createOnly?: readonly string[];
  /** What the provider assumes for attributes that `toHcl` leaves out: attribute → value, checked by a law against the live model. */
  omitted?(model: M): readonly {
    readonly attribute: string;
    readonly providerDefault: unknown;
    readonly live: unknown;
  }[];
}

/** The Atlas CLI dialect of a kind: for each operation that writes, the command that sends it, as `tag command`. */
export type CliDialect = Readonly<Record<string, string>>;

/** A value of a CloudFormation template. */
export type TemplateValue = string | number | boolean | readonly TemplateValue[] | TemplateObject;

/** An object of a CloudFormation template; what is undefined is left out. */
export interface TemplateObject {
  readonly [key: string]: TemplateValue | undefined;
}

/** How a type of the CloudFormation registry (publisher MongoDB) says what a kind's model says. */
export interface CloudFormationType<M> {
  /** For example `MongoDB::Atlas::DatabaseUser`. */
  readonly type: string;
  /** `whole`: a resource of its own. `difference`: only what changes, for the user's own resource. */
  readonly mode: 'whole' | 'difference';
  /** Fields of the model that the properties hold, its identity among them. A change of another field is left to another dialect. */
  readonly fields: readonly string[];
  /** Fields (of the model) that are taken at creation only: a change would make a new resource and remove the old one. */
  readonly createOnly?: readonly string[];
  /** Every property that we know, without `Profile` and without secrets. */
  properties(model: M): TemplateObject;
  /** The inverse of `properties`, for laws; `base` fills what the type does not hold. */
  parse(properties: TemplateObject, base: M): M;
  /** True for the update that making the type's resource amounts to: of a setting that is not set yet. */
  isCreation?(before: M, after: M): boolean;
  /** What an import names it by, beside `Profile`; absent or undefined: it cannot be imported. */
  identifier?(model: M): Readonly<Record<string, string>> | undefined;
  /** False where the identifier has no `Profile`. */
  readonly identifiedByProfile?: false;
  /** Properties that take a secret, with what a person is asked for: each becomes a parameter that is not shown. */
  secrets?(model: M, purpose: 'create' | 'update'): Readonly<Record<string, string>>;
  /** What the type cannot say about this change, in one sentence; it is left to another dialect. */
  cannot?(change: Change<M>): string | undefined;
  /** The property that holds all resources of one parent: the type knows whole lists only. */
  readonly gathers?: string;
}

/** The CloudFormation dialect of a kind, or why there is none. */
export type CloudFormationDialect<M> = CloudFormationType<M> | { readonly none: string };

/** The console dialect of a kind: where a person does it. No steps can be proven; each kind cites its page. */
export interface ConsoleDialect<M> {
  /** The page of Atlas's documentation, below https://www.mongodb.com/docs/atlas/. */
  readonly page: string;
  /** When the page's source was last read: `2026-08`. */
  readonly readOn: string;
  /** `page`: the names stand in the page; `may-differ`: some names of buttons and fields could not be confirmed there. */
  readonly names: 'page' | 'may-differ';
  /** Where it is, from the project's or the organization's page on, or from `link`. */
  readonly path: readonly string[];
  /** The page to start from, where it is not the project's or the organization's own. */
  link?(model: M): string;
  /** Fields that can be set there, with their label; parts of a field as `ldap.hostname`. */
  readonly settings: Readonly<Record<string, string>>;
  /** Steps after the path; absent: it cannot be made there. */
  create?(model: M): readonly string[];
  /** What comes before the settings of an update, for example how to open the form. */
  open?(model: M): readonly string[];
  /** What ends it; `Save` where nothing is said. */
  readonly save?: string;
  delete?(model: M): readonly string[];
}

/** What a resource folder declares. */
export interface ResourceDefinition<K extends string, M> {
  readonly kind: K;
  /** Singular, in the field's words: "IP access list entry". */
  readonly title: string;
  /** The kind that it lives in; null for the organization. */
  readonly parentKind: string | null;
  readonly model: z.ZodType<M>;
  /** The address's path: the ids of what it lives in, then its own name. */
  path(model: M): readonly string[];
  /** The parent's path; undefined for the organization. */
  parentPath(model: M): readonly string[] | undefined;
  /** What a person calls this one: "0.0.0.0/0", "cluster prod". */
  label(model: M): string;
  /** `singleton`: always exists, can only be updated. */
  readonly lifecycle: 'managed' | 'singleton' | 'read-only';
  /** Addresses that must exist before this one is made and be removed after it. */
  dependsOn?(model: M): readonly Address[];
  /** Kinds of which everything that a plan makes comes before this change: it would shut out what is not there yet. */
  comesAfter?(change: Change<M>): readonly string[];
  /** Why a change cannot be undone; undefined where it can. */
  irreversible?(change: Change<M>): string | undefined;
  /** Fields that Atlas or time sets (ids, states, counters): not compared by read-back, drift or the agreement law. */
  readonly assigned?: readonly (keyof M & string)[];
  readonly read: ResourceRead<M, never>;
  readonly write?: ResourceWrite<M>;
  readonly terraform?: TerraformDialect<M> | { readonly none: string };
  readonly cli?: CliDialect;
  readonly cloudformation?: CloudFormationDialect<M>;
  readonly console?: ConsoleDialect<M> | { readonly none: string };
  readonly emulator: EmulatorBehaviour<M>;
  /** Models that show the kind's range; the laws run over all of them. At least one. */
  readonly examples: readonly NoInfer<M>[];
  /** Changes that the laws try in every dialect, beside create and delete of the examples. */
  readonly exampleUpdates?: readonly { readonly before: NoInfer<M>; readonly after: NoInfer<M> }[];
}

/** A resource: its definition, and what follows from it for every kind alike. */
export interface Resource<K extends string, M> extends ResourceDefinition<K, M> {
  address(model: M): Address;
  parent(model: M): Address | null;
  create(model: M, because?: string, secrets?: Readonly<Record<string, SecretSource>>): CreateChange<M>;
  update(before: M, patch: Partial<M>, because?: string): UpdateChange<M>;
  delete(model: M, because?: string): DeleteChange<M>;
}

/** A resource whose model type is not known here: what registries hold. */
// biome-ignore lint/suspicious/noExplicitAny: a registry holds resources of every model; variance needs `any` here and nowhere else
export type AnyResource = Resource<string, any>;
