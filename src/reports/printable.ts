// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what must be shown
const UNPRINTABLE = /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g;

/**
 * Text from outside as one line that shows what it holds: control characters and those that turn the reading direction
 * are written out as `\u{202e}`, because a name must not move the cursor, hide what follows or stand where it does not.
 */
export function printable(text: string): string {
  return text.replace(UNPRINTABLE, (character) =>
    /[\n\r\t]/.test(character) ? ' ' : `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`,
  );
}

/** `1 finding`, `2 findings`. */
export function count(number: number, one: string, many = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`;
}

/** `a, b and c`. */
export function listed(items: readonly string[]): string {
  return items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`;
}
