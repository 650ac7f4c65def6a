import { plain, type Specimen } from './specimen.ts';

const nameHex = Buffer.from('Trần Thị Mẫu').toString('hex');
const placeHex = Buffer.from('Xã Ví Dụ, Tỉnh Mẫu').toString('hex').toUpperCase();

/** Cards and codes without a signature, of invented people. */
export const EVERYDAY: readonly Specimen[] = [
  plain('cccd', '001202000001|123456789|Nguyễn Văn Thử|15052002|Nam|Xã A, Huyện B, Đắk Lắk|20042021'),
  plain('cccd 11', '079199000003||Lê Ví Dụ|31121999|Nữ|Phường Thử, Thành phố Mẫu|30052025||Cha Thử|Mẹ Mẫu|'),
  plain('cccd 6', '001202000001|Nguyễn Văn Thử|15/05/2002|Nam|Xã A, Huyện B, Đắk Lắk|20/04/2021'),
  plain(
    'bhyt old',
    `GD4010012345678|${nameHex}|05/03/1990|2|${placeHex}|01 - 028|01/01/2024|-|01/01/2024|01012345678|-|4| 01/01/2029|15e1cb2a2a0ba5c9-7102|0|${placeHex}|$`,
  ),
  plain(
    'bhyt new',
    `0123456789|${nameHex}|1990|1|-|64 - 001|01/01/2025|31/12/2026|01/01/2025|-|-|4|-|0b2c-1234|-|${placeHex}|$`,
  ),
  plain('pc-covid', '001093029317|NGUYEN VAN THU|1993-01-18|0|162979388586171100|<1<00<0123232422'),
  plain('pc-covid masked', '001093******|NGUYEN VAN THU|1993-**-**|0|162979388586171100|abc<1<GD1<09<x'),
  plain(
    'pc-covid ext',
    '162979388586171101|TRAN THI MAU|2001-02-03|1|162979388586171101|162979388586171100<2<HS4010012345678<0987654321<abc',
  ),
  plain('badge', 'NV-17'),
  plain('badge gs1', ']C18018095060001343520017'),
  plain('product', ']E08930000000017'),
  plain('eci', ']Q2\\000026NV-17'),
  plain('control', 'GATELOG:1:GUARD:an:ABCDEFGHIJKLMNOPQRSTUVWXYZ'),
  plain(
    'payment',
    '00020101021238540010A00000072701240006970499011001234567890208QRIBFTTA530370454061500005802VN62130809tien nuoc63041211',
  ),
  plain('link', 'https://vi-du.example.test/phieu?ma=123#a'),
  plain('contact', 'BEGIN:VCARD\nVERSION:3.0\nN:Thử;Nguyễn Văn;;;\nTEL;TYPE=CELL:0987654321\nEND:VCARD'),
  plain('mecard', 'MECARD:N:Thử,Nguyễn;TEL:0987654321;EMAIL:a@vi-du.example.test;;'),
  plain('wifi', 'WIFI:T:WPA;S:Mạng Thử;P:mật\\;khẩu;H:false;;'),
  plain('unsigned text', '{"data":{"hdr":1}}'),
  plain('phone', '+84987654321'),
  plain('gs1', ']C10108934567890123\u001d10LOT1\u001d21SERIAL'),
  plain('text', 'xin chào, đây là một dòng chữ'),
];
