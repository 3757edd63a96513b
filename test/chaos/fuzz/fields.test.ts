import fc from 'fast-check';

import * as orderParameters from '../../../nodes/ChargebeeOrders/api/orderParameters';
import {
	isGroup,
	type GroupParameter,
	type Parameter,
	type ScalarParameter,
} from '../../../nodes/ChargebeeOrders/api/parameter';
import { encodeFields, isCustomField } from '../../../nodes/ChargebeeOrders/encode/fields';
import { isBlank } from '../../../nodes/ChargebeeOrders/values';

import { sent, setField, type Form } from './form';
import { awkwardText, givenFor, type Given } from './operands';
import { runs } from './runs';

const context = { timezone: 'Europe/Berlin', now: 1_800_000_000 };
const tables: ReadonlyArray<[string, readonly Parameter[]]> = Object.entries(orderParameters);

/** A field of the request that is meant: its path, and what is given for it. */
interface Meant extends Given {
	path: Array<string | number>;
}

/** The fields of a write as they are given, and each one by itself. */
interface Write {
	input: Record<string, unknown>;
	meant: Meant[];
}

/** What is refused as a whole, under a name of its own. */
function refusedAs(name: string): Meant {
	return { path: [name], value: undefined, meant: undefined };
}

/** Values for a field; one that narrows what is done is not left out where it has none. */
function givenOf(parameter: ScalarParameter): fc.Arbitrary<Given> {
	if (parameter.without === undefined || parameter.required === true) return givenFor(parameter);
	return givenFor(parameter).map((one) => (isBlank(one.value) ? { ...one, meant: undefined } : one));
}

function membersOf(members: readonly ScalarParameter[]): fc.Arbitrary<Record<string, Given>> {
	const each = Object.fromEntries(members.map((member) => [member.name, givenOf(member)]));
	return fc.record<Record<string, Given>>(each, { requiredKeys: [] });
}

const valuesOf = (given: Readonly<Record<string, Given>>): Record<string, unknown> =>
	Object.fromEntries(Object.entries(given).map(([name, { value }]) => [name, value]));

function group({ name, kind, members }: GroupParameter): fc.Arbitrary<Write> {
	if (kind === 'object') {
		const narrowing = members.filter(({ without, required }) => without !== undefined && required !== true);
		return membersOf(members).map((given) => ({
			input: { [name]: valuesOf(given) },
			meant: [
				...Object.entries(given).map(([member, one]): Meant => ({ path: [name, member], ...one })),
				...narrowing.filter((member) => !(member.name in given)).map((member) => refusedAs(`${name}[${member.name}]`)),
			],
		}));
	}
	return fc.array(membersOf(members), { maxLength: 4 }).map((entries) => {
		const meant = entries.flatMap((entry, index) => {
			const fields = Object.entries(entry).map(([member, one]): Meant => ({ path: [name, member, index], ...one }));
			return fields.every(({ value }) => isBlank(value)) ? [...fields, refusedAs(name)] : fields;
		});
		return { input: { [name]: entries.map(valuesOf) }, meant: entries.length === 0 ? [refusedAs(name)] : meant };
	});
}

function fieldOf(parameter: Parameter): fc.Arbitrary<Write> {
	if (isGroup(parameter)) return group(parameter);
	const { name } = parameter;
	return givenOf(parameter).map((one) => ({ input: { [name]: one.value }, meant: [{ path: [name], ...one }] }));
}

const customField: fc.Arbitrary<Write> = fc
	.tuple(fc.stringMatching(/^cf_[A-Za-z0-9_ .ß株-]{0,11}[A-Za-z0-9_ß株]$/), givenFor({ kind: 'string' }))
	.map(([name, one]) => ({ input: { [name]: one.value }, meant: [{ path: [name], ...one }] }));

/** Some fields of a write in any order, required ones mostly. */
function writeOf(parameters: readonly Parameter[]): fc.Arbitrary<Write> {
	const present = (parameter: Parameter): boolean => !isGroup(parameter) && parameter.required === true;
	const fields = parameters.map((parameter) =>
		fc.option(fieldOf(parameter), { nil: undefined, freq: present(parameter) ? 30 : 2 }),
	);
	return fc.tuple(fc.tuple(...fields), fc.option(customField, { nil: undefined })).chain(([known, custom]) => {
		const all = [...known, custom].filter((one) => one !== undefined);
		return fc.shuffledSubarray(all, { minLength: all.length }).map((shuffled) => ({
			input: Object.fromEntries(shuffled.flatMap(({ input }) => Object.entries(input))),
			meant: shuffled.flatMap(({ meant }) => meant),
		}));
	});
}

const labelOf = ([first = '', ...rest]: Meant['path']): string => first + rest.map((part) => `[${part}]`).join('');

function missing(parameters: readonly Parameter[], { meant }: Write): string[] {
	const given = new Set(meant.filter((one) => one.meant !== '').map(({ path }) => labelOf(path)));
	return parameters
		.flatMap((parameter): Array<[string, ScalarParameter]> =>
			isGroup(parameter)
				? parameter.members.map((member) => [`${parameter.name}[${member.name}]`, member])
				: [[parameter.name, parameter]],
		)
		.filter(([label, { required }]) => required === true && !given.has(label))
		.map(([label]) => label);
}

describe.each(tables)('the fields of %s', (_name, parameters) => {
	const rules = { parameters, customFields: true };

	it('are read back by qs as they were meant, or refused by name', () => {
		const seen = { read: 0, refused: 0 };
		fc.assert(
			fc.property(writeOf(parameters), (write) => {
				const unfit = write.meant.filter(({ meant }) => meant === undefined).map(({ path }) => labelOf(path));
				const absent = missing(parameters, write);
				const outcome = sent(() => encodeFields(rules, write.input, context));
				if ('refused' in outcome) {
					seen.refused += 1;
					expect([...unfit, ...absent]).toContain(outcome.refused);
					return;
				}
				seen.read += 1;
				expect([...unfit, ...absent]).toEqual([]);
				const form: Form = {};
				for (const { path, meant } of write.meant) if (meant !== undefined && meant !== '') setField(form, path, meant);
				expect(outcome.form).toEqual(form);
			}),
			runs(300),
		);
		expect(seen.read).toBeGreaterThan(0);
		expect(seen.refused).toBeGreaterThan(0);
	});

	it('that it does not have are refused by name, whatever their value', () => {
		const known = new Set(parameters.map(({ name }) => name));
		const unknown = awkwardText.filter((name) => !known.has(name) && !isCustomField(name));
		fc.assert(
			fc.property(unknown, fc.anything(), (name, value) => {
				const input = Object.fromEntries([[name, value]]);
				expect(sent(() => encodeFields(rules, input, context))).toEqual({ refused: name });
				for (const { name: within } of parameters.filter(isGroup)) {
					const nested = { [within]: input };
					const listed = { [within]: [input] };
					for (const input of [nested, listed]) {
						const { refused } = sent(() => encodeFields(rules, input, context)) as { refused?: string };
						expect(refused?.startsWith(within)).toBe(true);
					}
				}
			}),
			runs(100),
		);
	});
});
