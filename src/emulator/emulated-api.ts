import { type ApiCall, type ApiResponse, callKey } from '../core/call.ts';
import { revealSecrets } from '../core/secret.ts';
import type { Emulator } from './emulator.ts';

/** A rehearsal needs no real secret: any value that Atlas would accept stands in for it. */
const STAND_IN = 'Stand-in-9f2c-7b1e-secret';

/** A client inside the process: the same calls as over the wire, with a token of the credential given, without a socket. */
export function emulatedApi(
  emulator: Emulator,
  credential: {
    readonly clientId: string;
    readonly clientSecret: string;
    readonly encodeBase64: (text: string) => string;
  },
  address = '127.0.0.1',
): { send(call: ApiCall): Promise<ApiResponse> } {
  let token: string | undefined;
  const tokenOf = (): string => {
    if (token !== undefined) return token;
    const basic = credential.encodeBase64(`${credential.clientId}:${credential.clientSecret}`);
    const answer = emulator.handle({
      method: 'POST',
      url: '/api/oauth/token',
      headers: { authorization: `Basic ${basic}` },
      body: 'grant_type=client_credentials',
      remoteAddress: address,
    });
    token = (JSON.parse(answer.body) as { access_token: string }).access_token;
    return token;
  };
  const handle = (call: ApiCall) =>
    emulator.handle({
      method: call.method,
      url: callKey(call).slice(call.method.length + 1),
      headers: {
        authorization: `Bearer ${tokenOf()}`,
        accept: `application/vnd.atlas.${call.operation.version}+json`,
      },
      body: call.body === undefined ? '' : JSON.stringify(revealSecrets(call.body, () => STAND_IN)),
      remoteAddress: address,
    });
  return {
    send: async (call) => {
      let answer = handle(call);
      // A long rehearsal outlives its token: the challenge says so, a refused role does not.
      if (answer.status === 401 && answer.headers['www-authenticate'] !== undefined) {
        token = undefined;
        answer = handle(call);
      }
      const isText = call.operation.shape === 'text' && answer.status < 400;
      return {
        status: answer.status,
        headers: answer.headers,
        body: answer.body === '' ? undefined : isText ? answer.body : (JSON.parse(answer.body) as unknown),
      };
    },
  };
}
