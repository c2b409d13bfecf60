import { callsOf } from '../../core/change-calls.ts';
import type { HclBlock, HclBody, HclValue } from '../../core/hcl.ts';
import type { TerraformDialect } from '../../core/resource.ts';
import privateEndpoint from '../../resources/private-endpoint/index.ts';
import type { PrivateEndpoint } from '../../resources/private-endpoint/model.ts';
import type { PrivateEndpointService } from '../../resources/private-endpoint-service/model.ts';
import { atlasCommand } from '../write.ts';

/** A service of Atlas's that endpoints can connect to. */
export type ReadyService = PrivateEndpointService & { readonly id: string };

/** What is known of an endpoint before it exists: values may be words of a script, like `$endpoint`. */
export type PlannedEndpoint = Pick<PrivateEndpoint, 'endpointId'> &
  Partial<Pick<PrivateEndpoint, 'ipAddress' | 'gcpProjectId' | 'gcpEndpoints'>>;

function modelOf(service: ReadyService, planned: PlannedEndpoint): PrivateEndpoint {
  const { projectId, provider, region, portMapping, id } = service;
  return {
    projectId,
    provider,
    region,
    portMapping,
    serviceId: id,
    ipAddress: null,
    gcpProjectId: null,
    gcpEndpoints: [],
    state: 'initiating',
    error: null,
    ...planned,
  };
}

/** Lines of a script that tell Atlas of an endpoint; the shell fills its own words in. */
export function registerByScript(service: ReadyService, planned: PlannedEndpoint): readonly string[] {
  return callsOf(privateEndpoint.create(modelOf(service, planned)), privateEndpoint).flatMap((call) => [
    `${atlasCommand(call, privateEndpoint.cli?.[call.operation.id] ?? '')} --file /dev/stdin <<BODY`,
    JSON.stringify(call.body),
    'BODY',
  ]);
}

/** The same with Terraform; `attributes` and `blocks` stand in place of what the model holds. */
export function registerByTerraform(
  service: ReadyService,
  label: string,
  planned: PlannedEndpoint,
  {
    attributes,
    blocks,
  }: { readonly attributes: Readonly<Record<string, HclValue>>; readonly blocks?: HclBody['blocks'] },
): HclBlock {
  const dialect = privateEndpoint.terraform as TerraformDialect<PrivateEndpoint>;
  const written = dialect.toHcl(modelOf(service, planned));
  return {
    type: 'resource',
    labels: [dialect.type, label],
    body: {
      attributes: { ...written.attributes, ...attributes },
      blocks: blocks ?? written.blocks ?? [],
    },
  };
}
