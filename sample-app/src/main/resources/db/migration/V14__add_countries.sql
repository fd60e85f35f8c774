insert into country (code, name, vat_rate) values
  ('AT', 'Austria', 0.200),
  ('CH', 'Switzerland', 0.081),
  ('DE', 'Germany', 0.190),
  ('FR', 'France', 0.200),
  ('IT', 'Italy', 0.220),
  ('NO', 'Norway', 0.250),
  ('US', 'United States', 0.000);
