import { terraformName } from '../../core/hcl.ts';
import type { AzureNetworkPeering } from '../../resources/network-peering/model.ts';
import { jsonText, shellWord } from '../write.ts';
import { type Part, plainWord, scriptOf } from './part.ts';

/** Atlas's application for peering in Azure (Atlas, "Set Up a Network Peering Connection"); it is not the one for keys and storage. */
const PEERING_APPLICATION = 'e90a1407-55c3-432d-9cb1-3638900a9d22';

/** What Atlas needs on the VNet to make both halves of the peering (same page). */
const ACTIONS = [
  'Microsoft.Network/virtualNetworks/virtualNetworkPeerings/read',
  'Microsoft.Network/virtualNetworks/virtualNetworkPeerings/write',
  'Microsoft.Network/virtualNetworks/virtualNetworkPeerings/delete',
  'Microsoft.Network/virtualNetworks/peer/action',
];

/** The VNet of a peering as Azure names it. */
export function vnetId({ azureSubscriptionId, resourceGroupName, vnetName }: AzureNetworkPeering): string {
  return `/subscriptions/${azureSubscriptionId}/resourceGroups/${resourceGroupName}/providers/Microsoft.Network/virtualNetworks/${vnetName}`;
}

/** Lets Atlas's application peer with one VNet and touch nothing else. */
export function azurePeering(peering: AzureNetworkPeering): Part {
  const { azureSubscriptionId, resourceGroupName, vnetName } = peering;
  const scope = vnetId(peering);
  const roleName = `AtlasPeering/${azureSubscriptionId}/${resourceGroupName}/${vnetName}`;
  const description = 'Lets MongoDB Atlas peer with this network.';
  const label = terraformName(`${resourceGroupName}_${vnetName}`);
  const file = `azure-peering-${plainWord(label)}`;
  return {
    providers: ['azurerm', 'azuread'],
    blocks: [
      {
        comment: ['Atlas’s application in your tenant; it is kept where it exists.'],
        type: 'resource',
        labels: ['azuread_service_principal', label],
        body: { attributes: { client_id: PEERING_APPLICATION, use_existing: true } },
      },
      {
        type: 'resource',
        labels: ['azurerm_role_definition', label],
        body: {
          attributes: { name: roleName, scope, description, assignable_scopes: [scope] },
          blocks: [{ type: 'permissions', body: { attributes: { actions: ACTIONS } } }],
        },
      },
      {
        type: 'resource',
        labels: ['azurerm_role_assignment', label],
        body: {
          attributes: {
            scope,
            role_definition_id: { ref: `azurerm_role_definition.${label}.role_definition_resource_id` },
            principal_id: { ref: `azuread_service_principal.${label}.object_id` },
          },
        },
      },
    ],
    files: [
      {
        name: `${file}-role.json`,
        format: 'json',
        text: jsonText({
          Name: roleName,
          IsCustom: true,
          Description: description,
          Actions: ACTIONS,
          AssignableScopes: [scope],
        }),
        about: `A role that can peer with ${vnetName} and nothing else.`,
      },
      scriptOf(
        `${file}.sh`,
        `Makes the role for ${vnetName} and gives it to Atlas’s application, with the Azure CLI.`,
        [
          `az ad sp show --id ${PEERING_APPLICATION} >/dev/null 2>&1 || az ad sp create --id ${PEERING_APPLICATION}`,
          `az role definition create --role-definition @${file}-role.json`,
          '# A new role is known to all of Azure after some seconds only.',
          'attempt=0',
          `until az role assignment create --assignee ${PEERING_APPLICATION} --role ${shellWord(roleName)} --scope ${shellWord(scope)}; do`,
          '  attempt=$((attempt + 1))',
          '  [ "$attempt" -lt 6 ] || exit 1',
          '  sleep 10',
          'done',
        ],
      ),
    ],
    remarks: [
      `Atlas makes both halves of the peering with ${vnetName}, and routes come with it. The role can be taken away once it is available.`,
    ],
  };
}
