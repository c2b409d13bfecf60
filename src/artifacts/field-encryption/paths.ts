/** True where one path is the other, or a part of the other's value. */
export function pathsOverlap(a: string, b: string): boolean {
  return a === b || isPathPrefix(a, b) || isPathPrefix(b, a);
}

/** True where `path` lies within the value at `prefix`. */
export function isPathPrefix(prefix: string, path: string): boolean {
  return path.startsWith(`${prefix}.`);
}

/** The namespace in two parts; undefined where the text names none. */
export function parseNamespace(text: string): { readonly database: string; readonly collection: string } | undefined {
  const [, database, collection] = /^([^.\s/\\"$]{1,63})\.([^$\0]+)$/.exec(text) ?? [];
  return database === undefined || collection === undefined || collection.startsWith('system.')
    ? undefined
    : { database, collection };
}
