filedesc://crawl.arc 0.0.0.0 20240305101500 text/plain 68
1 0 Courier
URL IP-address Archive-date Content-type Archive-length

https://courier.example/pier 192.0.2.1 20240305101500 text/html 250
HTTP/1.1 200 OK
Content-Type: text/html; charset=utf-8

<html><head><title>North pier closed</title></head><body><article><h1>North pier closed</h1><p>The north pier was closed on Tuesday after the storm, the port said.</p></article></body></html>
