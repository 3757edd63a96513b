import type { GroupParameter, Parameter, ScalarParameter } from '../../../nodes/ChargebeeOrders/api/parameter';
import { isGroup } from '../../../nodes/ChargebeeOrders/api/parameter';
import type { LedgerEntry } from '../ledger';
import { wrongValue } from './apiError';
import type { Scalar } from './scalar';
import { readScalar } from './scalar';

/** Values by attribute; null is a field that was sent empty, which clears it. */
export type Values = Record<string, Scalar | null>;

/** What a form says, checked and sorted by kind. */
export interface Form {
	/** Fields of the resource itself, custom fields (`cf_…`) among them. */
	fields: Values;
	/** `shipping_address[city]` under `shipping_address`. */
	objects: Record<string, Values>;
	/** `order_line_items[id][0]` under `order_line_items`, by index; indexes need not be dense. */
	lists: Record<string, Map<number, Values>>;
}

export interface FormRules {
	parameters: readonly Parameter[];
	/** Whether `cf_…` are taken: on writes that make or change a resource. */
	customFields?: boolean;
}

const nameParts = /^([^[\]]+)(?:\[([^[\]]+)\])?(?:\[(\d+)\])?$/;

/**
 * Checks the pairs of a form against the table of an operation. Unknown names have no effect and are noted in the
 * ledger entry; wrong, over-long and missing values throw 400 under the name as it was sent.
 */
export function readForm(pairs: Array<[string, string]>, rules: FormRules, entry: LedgerEntry): Form {
	const form: Form = { fields: {}, objects: {}, lists: {} };
	const seen = new Set<string>();
	for (const [name, value] of pairs) {
		if (seen.has(name)) entry.violations.push(`${name} was sent twice`);
		seen.add(name);
		if (!readPair(name, value, rules, form)) entry.unknown.push(name);
	}
	for (const parameter of rules.parameters) requireWhatMustBe(parameter, form);
	return form;
}

function readPair(name: string, value: string, rules: FormRules, form: Form): boolean {
	const [, head = '', member, index] = nameParts.exec(name) ?? [];
	if (rules.customFields === true && /^cf_[^[\]]+$/.test(name)) {
		form.fields[name] = value === '' ? null : value;
		return true;
	}
	const parameter = rules.parameters.find((candidate) => candidate.name === head);
	if (parameter === undefined) return false;
	if (!isGroup(parameter)) {
		if (member !== undefined || index !== undefined) return false;
		form.fields[head] = readValue(name, parameter, value);
		return true;
	}
	const described = parameter.members.find((candidate) => candidate.name === member);
	if (described === undefined || (parameter.kind === 'list') !== (index !== undefined)) return false;
	valuesOf(form, parameter, Number(index))[described.name] = readValue(name, described, value);
	return true;
}

function readValue(sent: string, parameter: ScalarParameter, value: string): Scalar | null {
	if (value !== '') return readScalar(sent, parameter, value);
	if (parameter.required === true || parameter.name === 'status') throw wrongValue(sent, 'cannot be blank');
	return null;
}

function valuesOf(form: Form, group: GroupParameter, index: number): Values {
	if (group.kind === 'object') return (form.objects[group.name] ??= {});
	const entries = (form.lists[group.name] ??= new Map<number, Values>());
	const values = entries.get(index) ?? {};
	entries.set(index, values);
	return values;
}

function requireWhatMustBe(parameter: Parameter, form: Form): void {
	if (!isGroup(parameter)) {
		if (parameter.required === true && form.fields[parameter.name] === undefined)
			throw wrongValue(parameter.name, 'cannot be blank');
		return;
	}
	if (parameter.kind === 'list') return;
	for (const member of parameter.members) {
		const sent = form.objects[parameter.name]?.[member.name];
		if (member.required === true && sent === undefined)
			throw wrongValue(`${parameter.name}[${member.name}]`, 'cannot be blank');
	}
}
