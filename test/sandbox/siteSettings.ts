/** The two business entities of the site. */
export const businessEntities = ['__sandbox__8at09TEfAyAk2', '__sandbox__AzqXMmTsZx3Lp'] as const;

/** The reason codes that the site has configured for resending; upper and lower case count. */
export const resendReasons = ['Lost', 'Damaged', 'Wrong Item'] as const;
