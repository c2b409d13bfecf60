import type { CloudFormationType, TemplateObject } from '../../core/resource.ts';
import { type RoleMapping, type RoleMappingAssignment, sortedAssignments } from './model.ts';

export const cloudformation: CloudFormationType<RoleMapping> = {
  type: 'MongoDB::Atlas::FederatedSettingsOrgRoleMapping',
  mode: 'whole',
  fields: ['federationSettingsId', 'connectedOrgId', 'externalGroupName', 'roleAssignments'],
  createOnly: ['federationSettingsId', 'connectedOrgId'],
  properties: (mapping) => ({
    FederationSettingsId: mapping.federationSettingsId,
    OrgId: mapping.connectedOrgId,
    ExternalGroupName: mapping.externalGroupName,
    RoleAssignments: mapping.roleAssignments.map(({ role, orgId, projectId }) => ({
      OrgId: orgId,
      ProjectId: projectId,
      Role: role,
    })),
  }),
  parse: (given, base) => ({
    ...base,
    federationSettingsId: String(given.FederationSettingsId),
    connectedOrgId: String(given.OrgId),
    externalGroupName: String(given.ExternalGroupName),
    roleAssignments: sortedAssignments(
      (given.RoleAssignments as readonly TemplateObject[]).map(
        ({ OrgId, ProjectId, Role }): RoleMappingAssignment =>
          typeof ProjectId === 'string'
            ? { role: String(Role), projectId: ProjectId }
            : { role: String(Role), orgId: String(OrgId) },
      ),
    ),
  }),
  identifier: ({ id, federationSettingsId, connectedOrgId }) => ({
    Id: id,
    FederationSettingsId: federationSettingsId,
    OrgId: connectedOrgId,
  }),
};
