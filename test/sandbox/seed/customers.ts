import type { SubResource } from '../orders/order';
import { businessEntities } from '../siteSettings';
import { currencies } from './currencies';

export interface Customer {
	id: string;
	subscriptionId: string;
	currency: string;
	/** Whether this customer's prices include tax. */
	isTaxInclusive: boolean;
	businessEntity: string;
}

interface Person {
	first_name: string;
	last_name: string;
	company?: string;
	line1: string;
	line2?: string;
	city: string;
	state_code?: string;
	state?: string;
	zip: string;
	country: string;
}

/** Names and addresses with what breaks careless CSV and encoding: umlauts, other scripts, quotes, commas, apostrophes. */
const people: readonly [Person, ...Person[]] = [
	{
		first_name: 'Nathan',
		last_name: "O'Hara",
		company: 'Acme "Fresh" Goods, Inc.',
		line1: '1 Main St #4',
		city: 'Phoenix',
		state_code: 'AZ',
		state: 'Arizona',
		zip: '85001',
		country: 'US',
	},
	{
		first_name: 'Zoë',
		last_name: 'Müller-Lüdenscheidt',
		company: 'Größe & Söhne GmbH',
		line1: 'Königstraße 12',
		city: 'Köln',
		zip: '50667',
		country: 'DE',
	},
	{
		first_name: '花子',
		last_name: '山田',
		company: '株式会社さくら',
		line1: '丸の内1-9-1',
		city: '千代田区',
		zip: '100-0005',
		country: 'JP',
	},
	{
		first_name: 'نورة',
		last_name: 'العتيبي',
		line1: 'شارع الخليج العربي',
		city: 'Kuwait City',
		zip: '13001',
		country: 'KW',
	},
	{
		first_name: 'Ana María',
		last_name: 'Núñez',
		company: 'Cafés del Sur, S.L.',
		line1: 'Calle Mayor 3, 2º B',
		city: 'Sevilla',
		zip: '41001',
		country: 'ES',
	},
	{
		first_name: 'Siân',
		last_name: 'Llewellyn',
		line1: '221B Baker Street',
		line2: 'Flat 2',
		city: 'London',
		zip: 'NW1 6XE',
		country: 'GB',
	},
	{
		first_name: 'Benjamin',
		last_name: 'Ross',
		company: 'Ross 🚚 Logistics',
		line1: '340 S Lemon Ave',
		city: 'Walnut',
		state_code: 'CA',
		state: 'California',
		zip: '91789',
		country: 'US',
	},
];

/** The customer with this number, counted from 0. */
export function customer(number: number): Customer {
	return {
		id: `cust_${number + 1}`,
		subscriptionId: `sub_${number + 1}`,
		currency: currencies[number % currencies.length] ?? currencies[0],
		isTaxInclusive: number % 4 === 3,
		businessEntity: businessEntities[number % 4 === 1 ? 1 : 0],
	};
}

/** That customer's address. */
export function customerAddress(number: number): SubResource {
	const person = people[number % people.length] ?? people[0];
	return { ...person, email: `customer${number + 1}@example.com`, validation_status: 'not_validated' };
}
