/** In MongoDB::Atlas::X509AuthenticationDatabaseUser the months are read only: a template gives it an own authority or nothing. */
export const cloudformation = {
  none: 'MongoDB::Atlas::X509AuthenticationDatabaseUser takes no number of months from a template, so that it cannot ask for a certificate.',
} as const;
