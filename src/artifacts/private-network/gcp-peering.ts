import { terraformName } from '../../core/hcl.ts';
import type { GcpNetworkPeering } from '../../resources/network-peering/model.ts';
import { shellWord } from '../write.ts';
import { type Part, plainWord, scriptOf } from './part.ts';

/** The customer's half of a peering in Google Cloud: it works when both halves name each other. */
export function gcpPeering({ projectId, containerId, gcpProjectId, networkName }: GcpNetworkPeering): Part {
  const label = terraformName(`${gcpProjectId}_${networkName}`);
  const container = `data.mongodbatlas_network_container.${label}`;
  return {
    providers: ['google'],
    blocks: [
      {
        comment: ['Knows the project and the network of Atlas’s side.'],
        type: 'data',
        labels: ['mongodbatlas_network_container', label],
        body: { attributes: { project_id: projectId, container_id: containerId } },
      },
      {
        type: 'resource',
        labels: ['google_compute_network_peering', label],
        body: {
          attributes: {
            name: 'mongodb-atlas',
            network: `projects/${gcpProjectId}/global/networks/${networkName}`,
            peer_network: {
              ref: `"https://www.googleapis.com/compute/v1/projects/\${${container}.gcp_project_id}/global/networks/\${${container}.network_name}"`,
            },
          },
        },
      },
    ],
    files: [
      scriptOf(
        `gcp-peering-${plainWord(label)}.sh`,
        `Your half of the peering of ${networkName} in ${gcpProjectId}, with gcloud.`,
        [
          `container=$(atlas api networkPeering getGroupContainer --groupId ${projectId} --containerId ${containerId} --version 2023-01-01)`,
          `project=$(printf '%s' "$container" | jq -r .gcpProjectId)`,
          `network=$(printf '%s' "$container" | jq -r .networkName)`,
          `[ "$project" != null ] && [ "$network" != null ] || { echo 'Atlas has no network yet: try again in a minute.' >&2; exit 1; }`,
          `gcloud compute networks peerings create mongodb-atlas --project ${shellWord(gcpProjectId)} --network ${shellWord(networkName)} --peer-project "$project" --peer-network "$network"`,
        ],
      ),
    ],
    remarks: [
      'Routes come with the peering. What comes over a VPN or an interconnect has none: Atlas takes no custom routes (use private endpoints there); GKE must be VPC-native.',
    ],
  };
}
