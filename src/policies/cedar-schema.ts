/**
 * What Atlas's resource policies can speak of, as a Cedar schema in our own words. MongoDB publishes none: names are those of the
 * "Atlas resource policies" page (https://www.mongodb.com/docs/atlas/atlas-resource-policies/); which attributes may be absent is
 * inferred from which of them its examples guard with `has`. `tls1_3` stands in the cluster API, not on that page: unconfirmed.
 */
export const RESOURCE_POLICY_SCHEMA = `
namespace ResourcePolicy {
  entity User, Organization;
  entity Project in [Organization];
  entity Cluster in [Project];
  entity Region, Geography;
  entity CloudProvider enum ["aws", "azure", "gcp"];
  entity ClusterType enum ["replicaset", "sharded", "geosharded"];
  entity TLSVersion enum ["tls1_0", "tls1_1", "tls1_2", "tls1_3"];
  entity CipherConfigMode enum ["custom", "default"];
  entity CipherSuite enum ["TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256", "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384"];
  entity ConfigServerManagementMode enum ["atlas_managed", "fixed_to_dedicated"];

  type Keys = { customerManagedKey: { enabled: Bool } };
  type Place = { cloudProviders: Set<CloudProvider>, regions: Set<Region> };

  action "cluster.modify" appliesTo {
    principal: User,
    resource: Cluster,
    context: {
      cluster: {
        cipherConfigMode: CipherConfigMode,
        cipherSuites: Set<CipherSuite>,
        cloudProviders: Set<CloudProvider>,
        clusterType: ClusterType,
        configServerManagementMode?: ConfigServerManagementMode,
        diskSizeGB?: Long,
        encryptionAtRest: Keys,
        isConvertingToSharded: Bool,
        maxGeneralClassInstanceSizeValue?: Long,
        maxShardCount: Long,
        minGeneralClassInstanceSizeValue?: Long,
        minShardCount: Long,
        minTLSVersion: TLSVersion,
        project: Project,
        regions: Set<Region>,
      },
      project: { clustersInProject: Long, databaseAuditing: { enabled: Bool } },
      search: { hasIndexes: Bool },
    },
  };
  action "project.ipAccessList.modify" appliesTo {
    principal: User, resource: Project, context: { project: { ipAccessList: Set<ipaddr> } },
  };
  action "project.maintenanceWindow.modify" appliesTo {
    principal: User, resource: Project, context: { project: { hasDefinedMaintenanceWindow: Bool } },
  };
  action "project.vpcPeering.modify" appliesTo {
    principal: User, resource: Project, context: { project: { peeringConnections: Set<String> } },
  };
  action "project.privateEndpoint.modify" appliesTo {
    principal: User, resource: Project, context: { project: { privateEndpoints: Set<String> } },
  };
  action "project.aiModelAPI.modify" appliesTo {
    principal: User, resource: Project, context: { aiModelApi: { geography: Geography } },
  };
  action "project.rerank.modify" appliesTo {
    principal: User, resource: Project, context: { project: { rerankEnabled: Bool } },
  };
  action "search.index.modify" appliesTo {
    principal: User,
    resource: Cluster,
    context: { cluster: Place, search: { hasDedicatedNodes: Bool, index: { isAutoEmbed: Bool } } },
  };
  action "search.deployment.modify" appliesTo {
    principal: User,
    resource: Cluster,
    context: { cluster: Place, search: { encryptionAtRest: Keys, hasDedicatedNodes: Bool, hasIndexes: Bool } },
  };
}
`;

/** The namespace of the preview, which Atlas's own examples still use and so evidently still takes. Fivefold reads it and writes the other. */
export const PREVIEW_SCHEMA = `
namespace cloud {
  entity user, organization, region;
  entity project in [organization];
  entity cluster in [project];
  entity cloudProvider enum ["aws", "azure", "gcp"];
  action "cluster.createEdit" appliesTo {
    principal: user,
    resource: cluster,
    context: { cluster: { cloudProviders: Set<cloudProvider>, regions: Set<region> } },
  };
  action "project.edit" appliesTo {
    principal: user, resource: project, context: { project: { ipAccessList: Set<ipaddr> } },
  };
}
`;

/** Whether a policy speaks the language of the preview. */
export function isPreview(text: string): boolean {
  return /\bcloud::/.test(text);
}

/** The schema for a policy's own language. */
export function schemaFor(text: string): string {
  return isPreview(text) ? PREVIEW_SCHEMA : RESOURCE_POLICY_SCHEMA;
}
