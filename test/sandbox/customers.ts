import type { ScalarParameter } from '../../nodes/ChargebeeOrders/api/parameter';
import { duplicateEntry } from './requests/apiError';
import { readForm, type Values } from './requests/parameters';
import type { Handler } from './site';

/** The parameters of a new customer that other integrations send; of some fifty. */
const parameters: readonly ScalarParameter[] = [
	{ name: 'id', kind: 'string', maxLength: 50, description: 'ID' },
	{ name: 'first_name', kind: 'string', maxLength: 150, description: 'First name' },
	{ name: 'last_name', kind: 'string', maxLength: 150, description: 'Last name' },
	{ name: 'email', kind: 'string', maxLength: 70, description: 'Email' },
	{ name: 'phone', kind: 'string', maxLength: 50, description: 'Phone' },
	{ name: 'company', kind: 'string', maxLength: 250, description: 'Company' },
];

/**
 * `POST /api/v2/customers`, for comparison with what can make customers, but no orders. Parameters count in the query
 * too, where n8n's own Chargebee node puts them, with an empty JSON object as body. Who is made here is in no export.
 */
export const createCustomer: Handler = ({ customers, clock }, call) => {
	const { fields } = readForm([...call.entry.query, ...call.pairs], { parameters, customFields: true }, call.entry);
	const id = typeof fields.id === 'string' ? fields.id : `customer_made_${customers.size + 1}`;
	if (customers.has(id)) throw duplicateEntry('id', id);
	const now = clock();
	const customer: Values = {
		...fields,
		id,
		auto_collection: 'on',
		net_term_days: 0,
		allow_direct_debit: false,
		taxability: 'taxable',
		promotional_credits: 0,
		refundable_credits: 0,
		excess_payments: 0,
		unbilled_charges: 0,
		deleted: false,
		created_at: Math.floor(now / 1000),
		updated_at: Math.floor(now / 1000),
		resource_version: now,
		object: 'customer',
	};
	customers.set(id, customer);
	call.entry.effect = `create customer ${id}`;
	return { customer };
};
