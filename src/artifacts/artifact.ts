import type { Instant } from '../core/instant.ts';
import type { Profile } from '../core/profile.ts';
import type { Kind, ModelOf } from '../core/resource.ts';
import type { Secret } from '../core/secret.ts';
import type { SnapshotIndex } from '../core/snapshot.ts';

/** What an artifact can be told. */
export interface ArtifactOption {
  /** `file`: a path on the command line; the artifact is given the file's name and text. */
  readonly type: 'string' | 'boolean' | 'file';
  readonly multiple?: true;
  /** What stands for the value in the help: `ARN`. With `choices` it may be left out. */
  readonly value?: string;
  readonly text: string;
  /** The only values that it takes. */
  readonly choices?: readonly string[];
}

/** Options by name: words of letters and hyphens. */
export type ArtifactOptions = Readonly<Record<string, ArtifactOption>>;

/** A file that an option named, as text. */
export interface GivenFile {
  readonly name: string;
  readonly text: string;
}

type ValueOf<O extends ArtifactOption> = O['type'] extends 'boolean'
  ? boolean
  : O['type'] extends 'file'
    ? GivenFile
    : O['choices'] extends readonly (infer C extends string)[]
      ? C
      : string;

/** The values that were given, by option; what was not given is absent. */
export type ArtifactValues<O extends ArtifactOptions> = {
  readonly [K in keyof O]?: O[K]['multiple'] extends true ? readonly ValueOf<O[K]>[] : ValueOf<O[K]>;
};

/** How a file is written. A law parses every file of every example with a real parser of its format. */
export type ArtifactFormat =
  | 'json'
  | 'yaml'
  | 'hcl'
  | 'shell'
  | 'javascript'
  | 'python'
  | 'java'
  | 'go'
  | 'csharp'
  | 'markdown'
  | 'pem'
  | 'nftables'
  | 'text';

/** One file of an artifact. It never holds a secret: a place that wants one takes it from the environment when it runs. */
export interface ArtifactFile {
  /** Its name in the folder, without a path. */
  readonly name: string;
  readonly format: ArtifactFormat;
  readonly text: string;
  /** What it is for, in one sentence. */
  readonly about: string;
  readonly executable?: true;
}

/** A secret that an artifact has made: it goes to the sink that was asked for, and nowhere else. */
export interface ArtifactSecret {
  /** As a file would be called: `client-key.pem`. */
  readonly name: string;
  readonly about: string;
  readonly value: Secret;
}

/** What an artifact makes. */
export interface Made {
  readonly files: readonly ArtifactFile[];
  /** What to do with it, in order; each can be acted on. */
  readonly next: readonly string[];
  /** What it does not do, or what could not be known. */
  readonly remarks?: readonly string[];
  readonly secrets?: readonly ArtifactSecret[];
}

/** A certificate that is wanted. */
export interface CertificateRequest {
  /** The distinguished name, as RFC 4514 writes it: `CN=app,O=Nimbus`. */
  readonly subject: string;
  readonly notBefore: Instant;
  readonly notAfter: Instant;
  /** `authority`: signs clients' certificates and nothing else. `client`: logs in. */
  readonly purpose: 'authority' | 'client';
  /** Who signs; absent: it signs itself. */
  readonly issuer?: IssuedCertificate;
}

/** A certificate and its private key, in PEM. */
export interface IssuedCertificate {
  readonly certificate: string;
  /** PKCS #8. */
  readonly key: Secret;
}

/** The sources of chance and of asymmetric cryptography: pure code takes neither from the platform. */
export interface ArtifactCrypto {
  randomBytes(length: number): Uint8Array;
  /** Makes a new key pair and signs its certificate. An issuer that is no authority, or not PEM, is a Failure. */
  issueCertificate(request: CertificateRequest): Promise<IssuedCertificate>;
}

/** What an artifact is made from. */
export interface ArtifactInput<O extends ArtifactOptions = ArtifactOptions> {
  readonly values: ArtifactValues<O>;
  readonly profile: Profile;
  /** The organization, with the kinds that `reads` named; empty where it named none. */
  readonly index: SnapshotIndex;
  readonly now: Instant;
  readonly crypto: ArtifactCrypto;
}

/** A use of an artifact that the laws try: what it makes must parse, and `check` sees it. */
export interface ArtifactExample<O extends ArtifactOptions> {
  /** What it shows. */
  readonly name: string;
  readonly values: ArtifactValues<O>;
  readonly profile?: Partial<Profile>;
  /** The organization in miniature, as in a control's examples; parents are filled in by the law. */
  readonly resources?: { readonly [K in Kind]?: readonly ModelOf<K>[] };
}

/** Something that belongs outside Atlas, written from what stands in Atlas and from a few answers. */
export interface Artifact<O extends ArtifactOptions = ArtifactOptions> {
  /** Also the name of its file or folder. */
  readonly id: string;
  readonly title: string;
  /** One line for the list, in lower case, without a full stop. */
  readonly summary: string;
  /** What it is for, and what it relies on, in a few sentences. */
  readonly about: string;
  /** Items of the guide that it helps with: `network-access/firewall`. */
  readonly serves: readonly string[];
  readonly options: O;
  /** Kinds that it reads for these values; an empty list: it talks to nobody. */
  reads(values: ArtifactValues<O>): readonly Kind[];
  /** True where these values make new secrets: a sink is asked for before anything is made. */
  yieldsSecrets?(values: ArtifactValues<O>): boolean;
  /** Throws a Failure that names every problem of the values at once. */
  make(input: ArtifactInput<O>): Made | Promise<Made>;
  /** Command lines without `fivefold artifact`, for the help. */
  readonly usage: readonly string[];
  /** Documentation pages or operationIds that it rests on. */
  readonly sources: readonly string[];
  readonly examples: readonly ArtifactExample<O>[];
}

/** Changes nothing: it types `make` by what `options` declares. */
export function defineArtifact<const O extends ArtifactOptions>(artifact: Artifact<O>): Artifact<O> {
  return artifact;
}

/** An artifact whose options are not known here: what the registry holds. */
// biome-ignore lint/suspicious/noExplicitAny: artifacts take different options
export type AnyArtifact = Artifact<any>;

/** What the generated table holds of an artifact, so that help loads nothing else. */
export interface ArtifactEntry {
  readonly id: string;
  readonly title: string;
  readonly summary: string;
  readonly about: string;
  readonly serves: readonly string[];
  readonly options: ArtifactOptions;
  readonly usage: readonly string[];
  readonly load: () => Promise<{ readonly default: AnyArtifact }>;
}
