import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import type { INodeProperties } from 'n8n-workflow';

import { exportTypes } from '../../nodes/ChargebeeOrders/api/exports/exportTypes';
import { orders } from '../../nodes/ChargebeeOrders/api/exports/orders';
import { orderListFilters, type Filter } from '../../nodes/ChargebeeOrders/api/filters';
import { title } from '../../nodes/ChargebeeOrders/api/titles';
import {
	DEFAULT_LOOK_BACK,
	DEFAULT_MAX_EVENTS,
	pollingProperties,
} from '../../nodes/ChargebeeOrders/description/pollingProperties';
import { webhookProperties } from '../../nodes/ChargebeeOrders/description/webhookProperties';
import { operations } from '../../nodes/ChargebeeOrders/resources/operations';
import { MOST_SEEN } from '../../nodes/ChargebeeOrders/triggers/polling/pollEvents';

import { textsBelow, textsIn, unsaid } from './messages';

const root = join(__dirname, '../..');
const readme = readFileSync(join(root, 'README.md'), 'utf8');
const exportsPage = readFileSync(join(root, 'docs/exports.md'), 'utf8');
const manifest = JSON.parse(readFileSync(join(__dirname, '../../package.json'), 'utf8')) as {
	scripts: Record<string, string>;
	version: string;
};

/** The cells of the rows of a table, by the heading of its section. */
function table(section: string, from = readme): string[][] {
	const text = from.split(`## ${section}\n`)[1]?.split('\n## ')[0] ?? '';
	const rows = text.split('\n').filter((line) => line.startsWith('|') && !line.startsWith('|---'));
	return rows.slice(1).map((row) =>
		row
			.split('|')
			.slice(1, -1)
			.map((cell) => cell.trim()),
	);
}

function quoted(cell: string | undefined): string[] {
	return [...(cell ?? '').matchAll(/`([^`]+)`/g)].map(([, name]) => name ?? '');
}

/** What the editor shows of a property and what is in it; in the README without its unit. */
function namesIn(property: INodeProperties): string[] {
	const inside = property.type === 'collection' || property.type === 'options' ? (property.options ?? []) : [];
	return [
		property.displayName.replace(/ \(.+\)$/, ''),
		...inside.flatMap((option) => ('displayName' in option && 'type' in option ? namesIn(option) : [option.name])),
	];
}

function names(filters: readonly Filter[]): string[] {
	return filters.map(({ path }) => path.at(-1) ?? '').sort();
}

test('the README lists every operation under the name that the editor shows, and no other', () => {
	const listed = table('Operations').map(([resource, operation]) => `${resource} ${operation}`);
	const existing = operations.map(({ resource, name }) => `${resource === 'order' ? 'Order' : 'Export'} ${name}`);
	expect(listed.sort()).toEqual(existing.sort());
});

test('the page of exports lists every filter of the list and of the export once, and no other', () => {
	const rows = table('Filters', exportsPage);
	expect(rows.flatMap(([, list]) => quoted(list)).sort()).toEqual(names(orderListFilters));
	expect(rows.flatMap(([, , exported]) => quoted(exported)).sort()).toEqual(names(orders.filters));
});

test('the page of exports lists every export with its product catalog and its filters in the order of the editor', () => {
	const listed = table('Exports', exportsPage).map(([name, catalog, filters]) => ({
		name,
		catalog,
		filters: quoted(filters),
	}));
	const existing = exportTypes.map(({ name, catalog, filters }) => ({
		name,
		catalog,
		// The reports have those of invoices, subscriptions and customers beside their own.
		filters: filters.filter(({ qualified }) => qualified !== true).map(({ path }) => path.at(-1)),
	}));
	expect(listed).toEqual(existing);
});

test('the page of exports tells which exports are deprecated, and which have fields of their own', () => {
	for (const [name, , , notes = ''] of table('Exports', exportsPage)) {
		const type = exportTypes.find((candidate) => candidate.name === name);
		expect([name, notes.includes('Deprecated')]).toEqual([name, type?.deprecated === true]);
		for (const { name: field } of type?.parameters ?? [])
			if (field === 'export_type' || field === 'report_by')
				expect([name, notes]).toEqual([name, expect.stringContaining(title(field))]);
	}
});

/** The text of a section. */
function section(heading: string): string {
	return readme.split(`## ${heading}\n`)[1]?.split('\n## ')[0] ?? '';
}

test('the README names what the triggers ask as the editor does, with their bounds', () => {
	const asked = [...webhookProperties(), ...pollingProperties()].flatMap(namesIn);
	// Of n8n, and of the other node.
	const others = ['Execute step', 'Publish', 'Remove Duplicates', 'History Size', 'insert or update', 'Changed Since'];
	const places = ['Settings', 'Configure Chargebee', 'API Keys and Webhooks', 'Each event once'];
	const named = [...section('Triggers').matchAll(/(?<!\*)\*([^*]+)\*(?!\*)/g)].flatMap(([, name]) =>
		(name ?? '').split(' → '),
	);
	expect(named).toEqual(expect.arrayContaining(['Look Back', 'Respond', 'When Last Node Finishes']));
	expect(named.filter((name) => ![...asked, ...others, ...places].includes(name))).toEqual([]);
	expect(section('Triggers')).toContain(`within *Look Back* (${DEFAULT_LOOK_BACK} minutes)`);
	expect(section('Triggers')).toContain(
		`More than ${DEFAULT_MAX_EVENTS.toLocaleString('en')} events (*Max Events per Run*)`,
	);
	expect(section('Triggers')).toContain(`more than ${MOST_SEEN.toLocaleString('en')} within it`);
});

test('every npm script that the README calls exists, and the tarball is that of this version', () => {
	const scripts = [...readme.matchAll(/npm run ([\w:]+)/g)].map(([, script]) => script ?? '');
	expect(scripts).not.toEqual([]);
	for (const script of scripts) expect(Object.keys(manifest.scripts)).toContain(script);
	const tarballs = new Set(
		[...readme.matchAll(/n8n-nodes-chargebee-orders-([\d.]+)\.tgz/g)].map(([, version]) => version),
	);
	expect([...tarballs]).toEqual([manifest.version]);
});

/** Places of files in the project that a page links to. */
function linked(page: string): string[] {
	const text = readFileSync(join(root, page), 'utf8');
	const links = [...text.matchAll(/\]\((?!https?:|#)([^)#]+)(?:#[^)]*)?\)/g)];
	return links.map(([, path]) => join(root, dirname(page), path ?? ''));
}

test.each(['README.md', 'docs/exports.md', 'docs/reliability.md', 'docs/performance.md'])(
	'every file that %s links to exists',
	(page) => {
		expect(linked(page).filter((path) => !existsSync(path))).toEqual([]);
	},
);

const texts = textsBelow(join(__dirname, '../../nodes'), join(__dirname, '../../credentials'));

/** The messages that a README explains. */
function explained(text: string): string[] {
	return table('Troubleshooting', text).map(([message]) => message ?? '');
}

test('the messages that the README explains are those of the node', () => {
	expect(explained(readme).length).toBeGreaterThan(10);
	expect(unsaid(explained(readme), texts)).toEqual([]);
});

test.each([
	['that the node does not say', 'The download broke off', 'The download was eaten by the dog'],
	['of which one word differs', 'is not sent there', 'is not sent here'],
	['that lacks a word', 'No usable answer from Chargebee', 'No answer from Chargebee'],
	['that says more', 'There is no Chargebee site of this name', 'There is no Chargebee site of this name today'],
	['that begins otherwise', 'The URL in … is one of', 'URL in … is one of'],
	['in brackets, of which one word differs', 'the next try would be in', 'the next try will be in'],
	['about a code that has no hint', 'invalid_state_for_request', 'invalid_state_for_requests'],
	['that is nothing but a gap', 'resource_not_found', '…'],
])('a message %s is found', (_what, said, other) => {
	const broken = readme.replace(said, other);
	expect(broken).not.toBe(readme);
	const [wrong, ...more] = unsaid(explained(broken), texts);
	expect(more).toEqual([]);
	expect(wrong).toContain(other);
});

test('a text of the source is known with its gaps, and joined where it is written in parts', () => {
	expect(textsIn('throw new Error(`Export ${id} is ${late ? "late" : "gone"}` + " now");')).toEqual([
		'Export \u0000 is \u0000 now',
		'Export \u0000 is \u0000',
		'late',
		'gone',
		' now',
	]);
});
