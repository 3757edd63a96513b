import type { Attributes } from './attributes';

/** What is known of an export. Source: schema `Export` of Chargebee's OpenAPI document v2. */
export const exportShape = {
	id: 'string',
	operation_type: 'string',
	mime_type: 'string',
	status: 'string',
	created_at: 'timestamp',
	download: { download_url: 'string', valid_till: 'timestamp', mime_type: 'string' },
} as const satisfies Attributes;
