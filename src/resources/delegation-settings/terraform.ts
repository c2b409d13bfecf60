/** Source: the provider's list of resources. */
export const terraform = {
  none: 'Terraform has no resource or attribute for delegated access.',
} as const;
