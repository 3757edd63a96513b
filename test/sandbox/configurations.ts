import { readForm } from './requests/parameters';
import type { Handler } from './site';
import type { ProductCatalog } from './siteSettings';

/** What the answer says of a catalog. */
const inAnswer: Readonly<Record<ProductCatalog, object>> = {
	'1.0': { product_catalog_version: 'v1', chargebee_response_schema_type: 'plans_addons' },
	'2.0': { product_catalog_version: 'v2', chargebee_response_schema_type: 'items' },
};

/** `GET /api/v2/configurations`. */
export const listConfigurations: Handler = ({ settings }, call) => {
	readForm(call.pairs, { parameters: [] }, call.entry);
	return { configurations: [{ domain: 'sandbox', ...inAnswer[settings.productCatalog] }] };
};
