import * as tables from '../../nodes/ChargebeeOrders/api/orderParameters';
import { isGroup, type ScalarParameter } from '../../nodes/ChargebeeOrders/api/parameter';
import { encodeScalar } from '../../nodes/ChargebeeOrders/encode/scalar';

/** The limits that the tables share with the SDK's schemas (see description.test.ts) are those that the encoder holds to. */
const context = { timezone: 'Etc/UTC', now: 0 };

const scalars = Object.entries(tables).flatMap(([table, parameters]) =>
	parameters.flatMap((parameter) =>
		isGroup(parameter)
			? parameter.members.map((member) => [`${table} ${parameter.name}[${member.name}]`, member] as const)
			: [[`${table} ${parameter.name}`, parameter] as const],
	),
);

const encode = (parameter: ScalarParameter, value: unknown): string =>
	encodeScalar(parameter, value, parameter.name, context);

it.each(scalars.filter(([, { maxLength }]) => maxLength !== undefined))(
	'%s takes its longest text, and not one character more',
	(_name, parameter) => {
		const longest = 'é'.repeat(parameter.maxLength ?? 0);
		expect(encode(parameter, longest)).toBe(longest);
		expect(() => encode(parameter, `${longest}é`)).toThrow(String(parameter.maxLength));
	},
);

it.each(scalars.filter(([, { kind }]) => kind === 'enum'))('%s takes its values, and no other', (_name, parameter) => {
	for (const value of parameter.values ?? []) expect(encode(parameter, value)).toBe(value);
	expect(() => encode(parameter, 'nonsense')).toThrow('cannot be');
});

it.each(scalars.filter(([, { minimum }]) => minimum !== undefined))(
	'%s takes its least number, and none below',
	(_name, parameter) => {
		const { minimum = 0 } = parameter;
		expect(encode(parameter, minimum)).toBe(String(minimum));
		expect(() => encode(parameter, minimum - 1)).toThrow();
	},
);
