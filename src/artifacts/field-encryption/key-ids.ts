import { isObject } from '../../core/json.ts';

/** The UUID of a data key in lower-case hexadecimal digits, from Extended JSON; undefined where it is none. */
export function keyIdOf(value: unknown): string | undefined {
  if (!isObject(value)) return undefined;
  if (typeof value.$uuid === 'string') return hexOfUuid(value.$uuid);
  const { $binary: binary } = value;
  if (isObject(binary))
    return binary.subType === '04' || binary.subType === '4' ? hexOfBase64(binary.base64) : undefined;
  // Extended JSON v1, as mongosh and older tools print it.
  return typeof binary === 'string' && (value.$type === '04' || value.$type === '4') ? hexOfBase64(binary) : undefined;
}

function hexOfUuid(text: string): string | undefined {
  return /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i.test(text)
    ? text.replaceAll('-', '').toLowerCase()
    : undefined;
}

/** Base64 of 16 bytes is 22 digits and two signs of filling. */
function hexOfBase64(text: unknown): string | undefined {
  if (typeof text !== 'string' || !/^[A-Za-z0-9+/]{21}[AQgw]==$/.test(text)) return undefined;
  return [...atob(text)].map((byte) => byte.charCodeAt(0).toString(16).padStart(2, '0')).join('');
}
