import { readForm } from './requests/parameters';
import type { Handler } from './site';

/** `GET /api/v2/configurations`: a site with product catalog 2. */
export const listConfigurations: Handler = (_site, call) => {
	readForm(call.pairs, { parameters: [] }, call.entry);
	return {
		configurations: [{ domain: 'sandbox', product_catalog_version: 'v2', chargebee_response_schema_type: 'items' }],
	};
};
