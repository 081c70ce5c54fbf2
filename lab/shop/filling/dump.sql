-- dump of the shop's database, made before the spring sale
BEGIN TRANSACTION;
CREATE TABLE auth_user (id integer PRIMARY KEY, username varchar(150), email varchar(254), password varchar(128));
INSERT INTO auth_user VALUES(1,'wren.sample','wren.sample@mail.example','pbkdf2_sha256$20000$inventedsalt$bm90IGEgcmVhbCBoYXNoIGF0IGFsbA==');
INSERT INTO auth_user VALUES(2,'tove.pattern','tove.pattern@mail.example','pbkdf2_sha256$20000$inventedsalt$bm90IGEgcmVhbCBoYXNoIGVpdGhlcg==');
CREATE TABLE order_order (id integer PRIMARY KEY, number varchar(128), total_incl_tax decimal);
INSERT INTO order_order VALUES(1,'100001',24.50);
INSERT INTO order_order VALUES(2,'100002',7.80);
COMMIT;
