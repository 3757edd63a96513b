import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as ts from 'typescript';

import * as enumerations from '../../nodes/ChargebeeOrders/api/enumerations';
import {
	amountAttributes,
	LOCAL_AMOUNT,
	orderAttributes,
	simplifiedAttributes,
	timestampAttributes,
} from '../../nodes/ChargebeeOrders/api/orderAttributes';

/** What is known of the answers, against the types of Chargebee's official SDK. */
const types = join(dirname(require.resolve('chargebee')), '..', 'types', 'resources');

/** The interfaces of one of the SDK's declaration files: the type of each attribute, as written. */
function interfacesOf(file: string): Record<string, Record<string, string>> {
	const source = ts.createSourceFile(file, readFileSync(join(types, file), 'utf8'), ts.ScriptTarget.Latest, true);
	const found: Record<string, Record<string, string>> = {};
	const visit = (node: ts.Node): void => {
		if (ts.isInterfaceDeclaration(node)) {
			const attributes = node.members.filter(ts.isPropertySignature);
			found[node.name.text] = Object.fromEntries(
				attributes.map(({ name, type }) => [name.getText(), type?.getText() ?? '']),
			);
		}
		ts.forEachChild(node, visit);
	};
	visit(source);
	return found;
}

/** The texts of a union such as `'paid' | 'not_paid'`. */
function literals(type: string | undefined): string[] {
	return [...(type ?? '').matchAll(/'([^']+)'/g)].map(([, value = '']) => value);
}

const order = interfacesOf('Order.d.ts');
const attributesOfOrder = order.Order ?? {};
const parts = [
	'Order',
	'OrderLineItem',
	'LineItemTax',
	'LineItemDiscount',
	'LinkedCreditNote',
	'ResentOrder',
	'ShippingAddress',
	'BillingAddress',
];
const everyAttribute = Object.assign({}, ...parts.map((part) => order[part])) as Record<string, string>;

it('the attributes of an order that can be selected are those of the SDK', () => {
	expect([...orderAttributes].sort()).toEqual(Object.keys(attributesOfOrder).sort());
	expect(simplifiedAttributes.filter((name) => !(name in attributesOfOrder))).toEqual([]);
});

it('times and amounts are numbers, and every whole number of the SDK is known as one or the other, or is neither', () => {
	const neither = ['resource_version', 'fulfillment_quantity', 'tax_rate', 'prorated_taxable_amount'];
	const known = [...timestampAttributes, ...amountAttributes, LOCAL_AMOUNT];
	const numbers = Object.keys(everyAttribute).filter((name) => everyAttribute[name] === 'number');
	expect(numbers.filter((name) => !known.includes(name) && !neither.includes(name))).toEqual([]);
	expect(known.filter((name) => name in everyAttribute && everyAttribute[name] !== 'number')).toEqual([]);
});

it('times are told from amounts by their names', () => {
	const isTime = /(_at|_date|_on|_till)$|^date_/;
	expect([...timestampAttributes].filter((name) => !isTime.test(name))).toEqual([]);
	expect([...amountAttributes].filter((name) => isTime.test(name))).toEqual([]);
});

it.each([
	['orderStatuses', 'Order', 'status'],
	['cancellationReasons', 'Order', 'cancellation_reason'],
	['orderTypes', 'Order', 'order_type'],
	['resentStatuses', 'Order', 'resent_status'],
	['lineItemStatuses', 'OrderLineItem', 'status'],
] as const)('%s are the values of %s.%s', (list, part, attribute) => {
	expect([...enumerations[list]].sort()).toEqual(literals(order[part]?.[attribute]).sort());
});

it('an export is in one of the states of the SDK', () => {
	expect([...enumerations.exportStatuses].sort()).toEqual(literals(interfacesOf('Export.d.ts').Export?.status).sort());
});
