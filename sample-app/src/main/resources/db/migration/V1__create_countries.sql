create table country (
  code char(2) primary key,
  name text not null,
  vat_rate numeric(4, 3) not null,
  constraint country_code_upper check (code = upper(code)),
  constraint country_vat_rate_range check (vat_rate between 0 and 1)
);
