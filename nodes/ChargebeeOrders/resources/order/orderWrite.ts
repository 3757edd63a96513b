import { requiredFields, type ApiVersion } from '../../api/parameter';
import type { Call } from '../../Call';
import { encodeCleared } from '../../encode/clearedFields';
import { encodeFields, type FieldRules } from '../../encode/fields';
import { jsonObject } from '../../encode/json';
import { InputError } from '../../errors/InputError';
import { locatedId } from '../../read/located';
import { fieldsFromEditor, withoutLeftOut } from '../../read/storedFields';
import type { ApiRequest } from '../../transport/outcome';
import { send } from '../../transport/send';
import { addedFields, apiVersion, contextHeaders, outputOptions } from '../inputs';
import type { Operation } from '../Operation';

import { orderItem, orderSegment } from './orderInputs';
import { orderWriteProperties, rulesOf, type OrderWrite } from './orderWriteProperties';

function usesJson(call: Call, rules: FieldRules): boolean {
	return rules.parameters.length > 1 && call.parameter('specifyFields', 'below') === 'json';
}

function givenFields(call: Call, rules: FieldRules): Record<string, unknown> {
	if (usesJson(call, rules)) return jsonObject(call.parameter('fieldsJson', ''), 'Fields (JSON)');
	const required = requiredFields(rules.parameters).map(({ name }) => [
		name,
		name === 'invoice_id'
			? locatedId(call.parameter(name), { resource: 'invoice', label: 'Invoice', origin: call.site.origin })
			: call.parameter(name),
	]);
	return fieldsFromEditor(
		{ ...Object.fromEntries(required), ...addedFields(call, rules.parameters) },
		rules.parameters,
	);
}

function readFields(call: Call, rules: FieldRules): Record<string, unknown> {
	const fields = givenFields(call, rules);
	return call.asTool ? withoutLeftOut(fields, rules.parameters) : fields;
}

function nothingToUpdate(json: boolean): InputError {
	const give = json ? 'Give a field with a value in Fields (JSON)' : 'Add a field with a value under Fields to Change';
	return new InputError('fields', 'There is nothing to update', `${give}, or choose one under Fields to Clear.`);
}

/** Builds a write: its fields and their checks come from the table of the API. */
export function orderWrite(spec: OrderWrite): Operation {
	const versions = Object.keys(spec.versions) as ApiVersion[];
	return {
		resource: 'order',
		value: spec.value,
		name: spec.name,
		action: spec.action,
		description: spec.description,
		properties: orderWriteProperties(spec),
		writes: true,
		prepare(call) {
			const version = apiVersion(call, versions);
			const rules = rulesOf(spec, version);
			const path = spec.path.includes('{id}')
				? spec.path.replace('{id}', () => orderSegment(call.parameter('orderId'), call.site.origin))
				: spec.path;
			const set = encodeFields(rules, readFields(call, rules), call.context);
			const pairs =
				spec.changes === true ? [...set, ...encodeCleared(rules, call.parameter('fieldsToClear', []), set)] : set;
			if (spec.changes === true && pairs.length === 0) throw nothingToUpdate(usesJson(call, rules));
			const headers = contextHeaders(call, 'POST', version);
			const options = outputOptions(call);
			const request: ApiRequest = {
				method: 'POST',
				version,
				path,
				pairs,
				headers,
				writeKey: call.writeKey,
				expects: 'order',
			};
			return {
				request,
				async run() {
					return [orderItem(await send(call, request), options)];
				},
			};
		},
	};
}
