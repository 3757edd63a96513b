/** The two business entities of the site. */
export const businessEntities = ['__sandbox__8at09TEfAyAk2', '__sandbox__AzqXMmTsZx3Lp'] as const;

/** The reason codes that the site has configured for resending; upper and lower case count. */
export const resendReasons = ['Lost', 'Damaged', 'Wrong Item'] as const;

/** What a site sells: plans and addons (1.0), or items and their prices (2.0). */
export type ProductCatalog = '1.0' | '2.0';

/** The ports that a webhook endpoint may have: those that Chargebee sends to, or any, for endpoints on this machine. */
export type WebhookPorts = 'chargebee' | 'any';

/** What differs from one site to the next. */
export interface SiteSettings {
	productCatalog: ProductCatalog;
	webhookPorts: WebhookPorts;
}
