import { terraformName } from '../../core/hcl.ts';
import { shellWord } from '../write.ts';
import { type Part, plainWord, scriptOf } from './part.ts';
import { placeOf } from './place.ts';
import { type ReadyService, registerByScript, registerByTerraform } from './register.ts';

/** Where an endpoint is put in Azure. */
export interface AzurePlacement {
  readonly location: string;
  readonly resourceGroup: string | undefined;
  /** The subnet's resource id. */
  readonly subnet: string | undefined;
}

/** Atlas approves the request when the endpoint is registered; its owner cannot approve it (Azure: manual connection). */
const REQUEST = 'MongoDB Atlas';

/** A private endpoint and its registration with Atlas. */
export function azureEndpoint(
  service: ReadyService,
  { serviceName, serviceResourceId }: { readonly serviceName: string; readonly serviceResourceId: string },
  { location, ...given }: AzurePlacement,
): Part {
  const label = terraformName(location);
  const name = plainWord('atlas', label);
  const group = placeOf(
    {
      variable: `resource_group_name_${label}`,
      environment: 'RESOURCE_GROUP',
      about: `the resource group of the endpoint in ${location}`,
    },
    given.resourceGroup,
  );
  const subnet = placeOf(
    {
      variable: `subnet_id_${label}`,
      environment: 'SUBNET_ID',
      about: `the resource id of a subnet in ${location} that programs reach`,
    },
    given.subnet,
  );
  const endpoint = `azurerm_private_endpoint.${label}`;
  return {
    providers: ['azurerm'],
    blocks: [
      ...group.variables,
      ...subnet.variables,
      {
        type: 'resource',
        labels: ['azurerm_private_endpoint', label],
        body: {
          attributes: { name, location, resource_group_name: group.hcl, subnet_id: subnet.hcl },
          blocks: [
            {
              type: 'private_service_connection',
              body: {
                attributes: {
                  name: serviceName,
                  private_connection_resource_id: serviceResourceId,
                  is_manual_connection: true,
                  request_message: REQUEST,
                },
              },
            },
          ],
        },
      },
      registerByTerraform(
        service,
        label,
        { endpointId: '' },
        {
          attributes: {
            endpoint_service_id: { ref: `${endpoint}.id` },
            private_endpoint_ip_address: { ref: `${endpoint}.private_service_connection[0].private_ip_address` },
          },
        },
      ),
    ],
    files: [
      scriptOf(
        `azure-endpoint-${plainWord(label)}.sh`,
        `The endpoint in ${location} with the Azure CLI, and its registration with Atlas.`,
        [
          ...group.checks,
          ...subnet.checks,
          `endpoint=$(az network private-endpoint create --name ${name} --resource-group ${group.shell} --location ${location} --subnet ${subnet.shell} --private-connection-resource-id ${shellWord(serviceResourceId)} --connection-name ${shellWord(serviceName)} --manual-request true --request-message ${shellWord(REQUEST)} --query id --output tsv)`,
          `interface=$(az network private-endpoint show --ids "$endpoint" --query 'networkInterfaces[0].id' --output tsv)`,
          `address=$(az network nic show --ids "$interface" --query 'ipConfigurations[0].privateIPAddress' --output tsv)`,
          ...registerByScript(service, { endpointId: '$endpoint', ipAddress: '$address' }),
        ],
      ),
    ],
    remarks: [
      'A network security group of the subnet reaches an Azure endpoint only where the subnet’s private endpoint network policies are on; it must let TCP 1024 to 65535 in from the programs then.',
    ],
  };
}
