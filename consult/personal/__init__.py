"""Personal data: what of it is kept, why and how long, what goes when, and what stays as record.

The inventory (`inventory`) names every column that holds some. Retention (`retention`) removes what is no record when
its time is over; export and erasure (`gathering`, `erasing`) follow the inventory for one person; a wish to erase
(`wishes`) waits for every party concerned. What is in the record is never deleted here: a name or a paper goes by
`consult.log.erasing` alone, which leaves digests and proofs as they are.
"""
