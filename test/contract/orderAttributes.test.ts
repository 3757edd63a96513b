import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as ts from 'typescript';

import * as enumerations from '../../nodes/ChargebeeOrders/api/enumerations';
import { isList, type Attributes } from '../../nodes/ChargebeeOrders/api/attributes';
import { exportShape } from '../../nodes/ChargebeeOrders/api/exportAttributes';
import {
	amountAttributes,
	LOCAL_AMOUNT,
	orderAttributes,
	orderShape,
	simplifiedAttributes,
	timestampAttributes,
} from '../../nodes/ChargebeeOrders/api/orderAttributes';

/** What is known of the answers, against the types of Chargebee's official SDK. */
const types = join(dirname(require.resolve('chargebee')), '..', 'types', 'resources');

type Interfaces = Record<string, Record<string, string>>;

/** The interfaces of one of the SDK's declaration files: the type of each attribute, as written. */
function interfacesOf(file: string): Interfaces {
	const source = ts.createSourceFile(file, readFileSync(join(types, file), 'utf8'), ts.ScriptTarget.Latest, true);
	const found: Interfaces = {};
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

/** A type of the SDK as a kind of ours: numbers are undivided there, and whatever is neither number nor boolean is text. */
function kindOfType(type: string, interfaces: Interfaces): unknown {
	const list = /^(?:\w+\.)?(\w+)\[\]$/.exec(type)?.[1];
	if (list !== undefined) return [shapeOf(list, interfaces)];
	const single = /^(?:\w+\.)?(\w+)$/.exec(type)?.[1] ?? '';
	if (single in interfaces) return shapeOf(single, interfaces);
	return type === 'number' || type === 'boolean' ? type : 'string';
}

function shapeOf(name: string, interfaces: Interfaces): unknown {
	const attributes = Object.entries(interfaces[name] ?? {});
	return Object.fromEntries(attributes.map(([attribute, type]) => [attribute, kindOfType(type, interfaces)]));
}

/** A shape of ours as far as the SDK tells it. */
function asToldBySdk(shape: Attributes): unknown {
	const kinds = { string: 'string', boolean: 'boolean' } as Record<string, string>;
	return Object.fromEntries(
		Object.entries(shape).map(([name, held]) => {
			if (typeof held === 'string') return [name, kinds[held] ?? 'number'];
			return [name, isList(held) ? [asToldBySdk(held[0])] : asToldBySdk(held)];
		}),
	);
}

it('what is known of orders and exports, and of all resources within them, is what the SDK knows', () => {
	expect(asToldBySdk(orderShape)).toEqual(shapeOf('Order', order));
	expect(asToldBySdk(exportShape)).toEqual(shapeOf('Export', interfacesOf('Export.d.ts')));
});

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
